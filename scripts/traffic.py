"""What customers write to both bots in ``make bench``, and how it is sent to ours."""

import random
import uuid
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime

import aiohttp
import yaml

from channels.auth import customer_token
from channels.wording import say
from scripts.environments import ROOT
from scripts.system import System

FIRST_CUSTOMER = 101  # those before have stories of their own


def sentences() -> list[str]:
    """Every training example, shuffled: of every kind, and each only once, so that no cache flatters us."""
    examples: list[str] = []
    for path in sorted((ROOT / "nlu_data").glob("*.yml")):
        for item in yaml.safe_load(path.read_text("utf-8")).get("nlu", []):
            if "intent" in item:
                examples += [line.removeprefix("- ") for line in item["examples"].splitlines()]
    random.Random(7).shuffle(examples)
    return list(dict.fromkeys(examples))


def endless(texts: list[str]) -> Iterator[str]:
    """From the first to the last, and again."""
    while True:
        yield from texts


def speaker(system: System) -> Callable[[aiohttp.ClientSession, int, str], Awaitable[bool]]:
    """A function that says something as a customer, with the customer's own token."""
    key, tokens = system.credentials.jwt_key, dict[int, str]()

    async def speak(client: aiohttp.ClientSession, customer: int, text: str) -> bool:
        """Whether it was answered; an apology is no answer."""
        number = customer + FIRST_CUSTOMER
        if number not in tokens:
            tokens[number] = customer_token(key, f"c{number:06}", datetime.now(UTC))
        body = {"channel": "app", "text": text, "message_id": uuid.uuid4().hex}
        headers = {"Authorization": f"Bearer {tokens[number]}"}
        async with client.post(f"{system.url}/api/v1/messages", json=body, headers=headers) as response:
            replies = (await response.json())["replies"] if response.status == 200 else []
        return bool(replies) and all(reply.get("text") != say("busy") for reply in replies)

    return speak
