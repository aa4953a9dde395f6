"""Ask Rasa for a turn or a parse, within a deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from channels.message import Reply

CONNECTIONS = 64
KEPT_OPEN_S = 30  # Rasa keeps an idle connection longer, so that we never meet a closed one


class RasaUnavailable(Exception):
    """Rasa did not answer in time, or not properly; the caller apologises and offers a way on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot says, and what it understood."""

    replies: list[Reply]
    nlu: dict[str, Any]
    dialogue: str | None = None  # as it stands after this turn; opaque to us
    later: tuple[str, ...] = ()  # wishes that from now on wait for the question that is open
    misunderstood: int = 0  # how many messages in a row the bot could make nothing of


class RasaClient:
    """Connections that stay open; ``deadline_s`` bounds a whole turn, waiting for a connection included."""

    def __init__(self, url: str, token: str, deadline_s: float) -> None:
        self._url = f"{url}/webhooks/huake"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._timeout = aiohttp.ClientTimeout(total=deadline_s, sock_connect=1.0)
        self._opened: aiohttp.ClientSession | None = None

    async def turn(
        self, conversation_id: str, text: str, metadata: dict[str, Any], dialogue: str | None = None
    ) -> Answer:
        """Run one turn of the dialogue as it stood before; raises RasaUnavailable."""
        body = {"conversation_id": conversation_id, "text": text, "metadata": metadata, "dialogue": dialogue}
        return _answer("/turn", await self._post("/turn", body))

    async def resume(
        self,
        conversation_id: str,
        metadata: dict[str, Any],
        dialogue: str,
        settled: bool,
        done: Sequence[str] = (),
    ) -> Answer:
        """Go on after an agent: put the open question again, or close it when it is settled.

        ``done`` are products that were ordered meanwhile: an order for one of them is settled too.
        """
        body = {"conversation_id": conversation_id, "metadata": metadata, "dialogue": dialogue}
        answer = await self._post("/resume", body | {"settled": settled, "done": list(done)})
        return _answer("/resume", answer)

    async def parse(self, text: str, at: str | None = None) -> dict[str, Any]:
        """Understand one text outside any conversation; raises RasaUnavailable."""
        return await self._post("/parse", {"text": text, "at": at})

    async def close(self) -> None:
        """Give the connections back."""
        if self._opened:
            await self._opened.close()

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            async with self._session().post(self._url + path, json=body) as response:
                response.raise_for_status()
                data = await response.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise RasaUnavailable(f"{path}: {type(error).__name__}") from error
        if not isinstance(data, dict):
            raise RasaUnavailable(f"{path}: not an object")
        return data

    def _session(self) -> aiohttp.ClientSession:
        """Made on first use, in the running event loop."""
        if self._opened is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEPT_OPEN_S)
            self._opened = aiohttp.ClientSession(
                headers=self._headers, timeout=self._timeout, connector=connector, trust_env=False
            )
        return self._opened


def _answer(path: str, data: dict[str, Any]) -> Answer:
    """Check the form of an answer; raises RasaUnavailable."""
    try:
        replies, nlu = [dict(reply) for reply in data["replies"]], dict(data["nlu"])
        later = tuple(str(wish) for wish in data.get("later", ()))
        misunderstood = int(data.get("misunderstood", 0))
        if not all(isinstance(reply["type"], str) for reply in replies):
            raise TypeError("a reply without type")
    except (KeyError, TypeError, ValueError) as error:
        raise RasaUnavailable(f"{path}: not our protocol ({error!r})") from error
    return Answer(replies, nlu, data.get("dialogue"), later, misunderstood)
