"""Ask Rasa for a turn or a parse, within a deadline."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx

from channels.message import Reply


class RasaUnavailable(Exception):
    """Rasa did not answer in time, or not properly; the caller apologises and offers a way on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot says, and what it understood."""

    replies: list[Reply]
    nlu: dict[str, Any]
    dialogue: str | None = None  # as it stands after this turn; opaque to us


class RasaClient:
    """One pooled HTTP client; ``deadline_s`` bounds a whole turn, waiting for a connection included."""

    def __init__(self, url: str, token: str, deadline_s: float) -> None:
        self._deadline_s = deadline_s
        self._http = httpx.AsyncClient(
            base_url=f"{url}/webhooks/huake",
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(deadline_s, connect=1.0),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
            trust_env=False,
        )

    async def turn(
        self, conversation_id: str, text: str, metadata: dict[str, Any], dialogue: str | None = None
    ) -> Answer:
        """Run one turn of the dialogue as it stood before; raises RasaUnavailable."""
        body = {"conversation_id": conversation_id, "text": text, "metadata": metadata, "dialogue": dialogue}
        data = await self._post("/turn", body)
        try:
            replies, nlu = [dict(reply) for reply in data["replies"]], dict(data["nlu"])
            if not all(isinstance(reply["type"], str) for reply in replies):
                raise TypeError("a reply without type")
        except (KeyError, TypeError, ValueError) as error:
            raise RasaUnavailable(f"/turn: not our protocol ({error!r})") from error
        return Answer(replies, nlu, data.get("dialogue"))

    async def parse(self, text: str, at: str | None = None) -> dict[str, Any]:
        """Understand one text outside any conversation; raises RasaUnavailable."""
        return await self._post("/parse", {"text": text, "at": at})

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._deadline_s):
                response = await self._http.post(path, json=body)
            response.raise_for_status()
            data = response.json()
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            raise RasaUnavailable(f"{path}: {type(error).__name__}") from error
        if not isinstance(data, dict):
            raise RasaUnavailable(f"{path}: not an object")
        return data
