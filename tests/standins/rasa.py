"""Speaks the protocol between gateway and Rasa, and misbehaves on demand."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Reply = dict[str, Any]


def echo(body: dict[str, Any]) -> list[Reply]:
    """The usual answer: what was heard, and in which turn."""
    return [{"type": "text", "text": f"收到:{body['text']}"}]


@dataclass
class RasaStandin:
    """Set ``delay_s``, ``status``, ``answers`` or ``raw``; ``turns`` keeps what was asked."""

    token: str
    delay_s: float = 0.0
    status: int = 200
    answers: Callable[[dict[str, Any]], list[Reply]] = echo
    raw: str | None = None
    intent: str = "ask_bill"
    dialogue: str | None = None
    misunderstood: int = 0
    turns: list[dict[str, Any]] = field(default_factory=list)
    parses: list[dict[str, Any]] = field(default_factory=list)
    resumed: list[dict[str, Any]] = field(default_factory=list)
    asks_again: list[Reply] = field(default_factory=list)

    def app(self) -> Starlette:
        """The application."""
        return Starlette(
            routes=[
                Route("/webhooks/huake/turn", self._turn, methods=["POST"]),
                Route("/webhooks/huake/resume", self._resume, methods=["POST"]),
                Route("/webhooks/huake/parse", self._parse, methods=["POST"]),
                Route("/", self._alive),
            ]
        )

    async def _turn(self, request: Request) -> Response:
        body = await request.json()
        self.turns.append(body)
        answer = {"replies": self.answers(body), "nlu": self._nlu(body["text"])}
        state = {"dialogue": self.dialogue, "misunderstood": self.misunderstood}
        return await self._respond(request, answer | state)

    async def _resume(self, request: Request) -> Response:
        body = await request.json()
        self.resumed.append(body)
        replies = [] if body["settled"] else self.asks_again
        return await self._respond(request, {"replies": replies, "nlu": {}, "dialogue": self.dialogue})

    async def _parse(self, request: Request) -> Response:
        body = await request.json()
        self.parses.append(body)
        return await self._respond(request, self._nlu(body["text"]))

    async def _alive(self, _: Request) -> Response:
        return Response("Hello from Rasa: 3.6.21")

    async def _respond(self, request: Request, answer: dict[str, Any]) -> Response:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return JSONResponse({"detail": "inner token missing or wrong"}, 401)
        await asyncio.sleep(self.delay_s)
        if self.raw is not None:
            return Response(self.raw, self.status, media_type="application/json")
        return JSONResponse(answer, self.status)

    def _nlu(self, text: str) -> dict[str, Any]:
        entity = {"entity": "money", "value": 1000, "text": text, "start": 0, "end": len(text)}
        ranking = [{"name": self.intent, "confidence": 0.9}]
        return {"intent": self.intent, "confidence": 0.9, "ranking": ranking, "entities": [entity]}
