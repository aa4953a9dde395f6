"""Rasa's one door: the gateway asks for a turn or a parse, and proves itself with a secret."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Request, response
from sanic.response import HTTPResponse

from bot.dialogue.route import RESUME
from bot.dialogue.wishes import moved
from bot.form import plain, reply, understood
from bot.listening import Wish, hear
from bot.nlu.e5_featurizer import embed_ahead
from bot.serving import joined, serve_all
from bot.shortcuts import take_shortcuts
from bot.slots import closed, ordered, slot
from bot.tracker_store import carrying

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class HuakeInput(InputChannel):
    """Answers ``turn`` and ``parse``; configured in credentials.yml with ``token``."""

    def __init__(self, token: str) -> None:
        """Keep the secret; an empty one is refused, for it would let anybody in."""
        if not token:
            raise ValueError("credentials.yml: bot.channel.HuakeInput needs a non-empty 'token'")
        self._token = token

    @classmethod
    def name(cls) -> str:
        """Part of the address: /webhooks/huake/…"""
        return "huake"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> HuakeInput:
        """Build from the entry in credentials.yml; Rasa calls this once, at its start."""
        take_shortcuts()
        return cls(str((credentials or {}).get("token") or ""))

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Return the routes."""
        door = Blueprint("huake_door")

        @door.middleware("request")
        async def check(request: Request) -> HTTPResponse | None:
            sent = request.headers.get("authorization", "")
            if hmac.compare_digest(sent.encode(), f"Bearer {self._token}".encode()):
                return None
            return response.json({"detail": "inner token missing or wrong"}, status=401)

        @door.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            return await _turn(request, on_new_message)

        @door.post("/resume")
        async def resume(request: Request) -> HTTPResponse:
            return await _resume(request, on_new_message)

        @door.post("/parse")
        async def parse(request: Request) -> HTTPResponse:
            body = request.json
            return response.json(await _parse(request, body["text"], {"at": body.get("at")}))

        return door


async def _parse(request: Request, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
    return understood(await _parsed(request, plain(text), metadata))


async def _parsed(request: Request, text: str, metadata: dict[str, Any]) -> dict[str, Any]:
    await embed_ahead(text)
    processor = request.app.ctx.agent.processor
    parsed: dict[str, Any] = await processor.parse_message(UserMessage(text, metadata=metadata))
    return parsed


async def _turn(request: Request, on_new_message: OnMessage) -> HTTPResponse:
    """Answer each wish of the message in order; each is parsed once, for dialogue and gateway alike.

    ``later`` in the answer are the words of wishes that from now on wait for the open question,
    ``misunderstood`` how many messages in a row we could make nothing of.
    """
    body = request.json
    conversation, metadata = body["conversation_id"], body["metadata"]

    async def parse(text: str) -> dict[str, Any]:
        return await _parsed(request, text, metadata)

    async def serve(wish: Wish, number: int) -> list[dict[str, Any]]:
        own = {**metadata, "turn_id": f"{metadata['turn_id']}-{number + 1}"} if number else metadata
        return await _said(on_new_message, wish, conversation, own)

    with carrying(body.get("dialogue")) as carried:
        heard = await hear(plain(body["text"]), parse, lambda: slot(carried.dialogue, "question"))
        served = await serve_all(heard, carried, serve, parse)
    nlu = [understood(moved(wish.parsed, wish.start)) for wish in heard]
    several = {"wishes": nlu} if len(nlu) > 1 else {}
    answer = {"replies": joined(served.replies), "nlu": nlu[0] | several, "later": served.later}
    unclear = slot(carried.dialogue, "misunderstood") or 0
    return response.json(answer | {"misunderstood": unclear, "dialogue": carried.dialogue})


async def _resume(request: Request, on_new_message: OnMessage) -> HTTPResponse:
    """After an agent: an open question is put again, unless the agent has settled what it was about."""
    body = request.json
    settled = body["settled"] or ordered(body["dialogue"]) in body["done"]
    with carrying(closed(body["dialogue"]) if settled else body["dialogue"]) as carried:
        back = Wish("", 0, {"text": "", "intent": {"name": RESUME, "confidence": 1.0}, "entities": []})
        said = await _said(on_new_message, back, body["conversation_id"], body["metadata"])
    return response.json({"replies": said, "nlu": {}, "dialogue": carried.dialogue})


async def _said(
    on_new_message: OnMessage, wish: Wish, conversation: str, metadata: dict[str, Any]
) -> list[dict[str, Any]]:
    """Hand a wish to the dialogue; what it says."""
    collector = CollectingOutputChannel()
    await on_new_message(
        UserMessage(wish.text, collector, conversation, wish.parsed, HuakeInput.name(), metadata=metadata)
    )
    return [reply(said) for said in collector.messages]
