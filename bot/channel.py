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
from bot.listening import Wish, hear
from bot.nlu.e5_featurizer import embed_ahead
from bot.serving import joined, serve_all
from bot.shortcuts import take_shortcuts
from bot.slots import closed, ordered, slot
from bot.tracker_store import carrying

OnMessage = Callable[[UserMessage], Awaitable[Any]]
RANKED = 5


def plain(text: str) -> str:
    """Keep a leading slash from being read as an intent; every offset stays where it was."""
    body = text.lstrip()
    return text if not body.startswith("/") else text.replace("/", "／", 1)


def understood(parsed: dict[str, Any]) -> dict[str, Any]:
    """Reduce Rasa's parse to the fields that we promise."""
    entities = [
        {
            "entity": entity["entity"],
            "value": entity["value"],
            "text": entity["text"],
            "start": entity["start"],
            "end": entity["end"],
        }
        for entity in parsed["entities"]
    ]
    ranking = [
        {"name": guess["name"], "confidence": round(guess["confidence"], 4)}
        for guess in parsed.get("intent_ranking", [])[:RANKED]
    ]
    intent = parsed["intent"]
    return {
        "intent": intent["name"],
        "confidence": round(intent["confidence"], 4),
        "ranking": ranking,
        "entities": entities,
    }


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


def reply(message: dict[str, Any]) -> dict[str, Any]:
    """Bring one collected message into the form of our replies; a button sends its payload as text."""
    if "custom" in message:
        return message["custom"]
    if "buttons" in message:
        options = [{"label": button["title"], "text": button["payload"]} for button in message["buttons"]]
        return {"type": "choices", "text": message.get("text", ""), "options": options}
    return {"type": "text", "text": message["text"]}
