"""Ask Rasa for a turn or a parse, within a deadline."""

from dataclasses import dataclass
from typing import Any

import httpx


class RasaUnavailable(Exception):
    """Rasa did not answer in time, or not properly; the caller apologises and offers a way on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot says, and what it understood."""

    replies: list[dict[str, Any]]
    nlu: dict[str, Any]


class RasaClient:
    """One pooled HTTP client; ``deadline_s`` bounds a whole turn."""

    def __init__(self, url: str, token: str, deadline_s: float) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"{url}/webhooks/huake",
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(deadline_s, connect=1.0),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
            trust_env=False,
        )

    async def turn(self, conversation_id: str, text: str, metadata: dict[str, Any]) -> Answer:
        """Run one turn; raises RasaUnavailable."""
        data = await self._post(
            "/turn", {"conversation_id": conversation_id, "text": text, "metadata": metadata}
        )
        return Answer(data["replies"], data["nlu"])

    async def parse(self, text: str, at: str | None = None) -> dict[str, Any]:
        """Understand one text outside any conversation; raises RasaUnavailable."""
        return await self._post("/parse", {"text": text, "at": at})

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            response = await self._http.post(path, json=body)
            response.raise_for_status()
            data: dict[str, Any] = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise RasaUnavailable(f"{path}: {type(error).__name__}") from error
        return data
