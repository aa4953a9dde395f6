"""What a turn tells the rest of the system; ids are derived, so a repeated turn tells nothing new."""

from dataclasses import replace
from typing import Any

from channels.message import Heard, Reply
from channels.text import MAX_CHARS
from recsys.events.event import Actor, Event

SHOWN = 100  # characters of the customer's words that stay with what was understood


def received(heard: Heard) -> Event:
    """The customer's message arrived."""
    payload = {"text": heard.text[:MAX_CHARS], "kind": heard.message.kind}
    return _event("message.received", "customer", heard, payload, None)


def recognised(heard: Heard, nlu: dict[str, Any]) -> list[Event]:
    """What was understood, an event for each wish in the message; nothing when nothing was."""
    wishes = [wish for wish in nlu.get("wishes", [nlu]) if wish.get("intent")]
    return [_recognised(heard, wish, number) for number, wish in enumerate(wishes, 1)]


def _recognised(heard: Heard, wish: dict[str, Any], number: int) -> Event:
    entities = [{"entity": e["entity"], "value": e["value"]} for e in wish.get("entities", [])]
    payload = {"intent": wish["intent"], "confidence": wish.get("confidence"), "entities": entities}
    payload |= {"text": heard.text[:SHOWN]}
    place = f":{number}" if number > 1 else ""
    return _event("intent.recognised", "system", heard, payload, _cause(heard), place)


def push_answered(heard: Heard, fields: dict[str, str]) -> list[Event]:
    """Who writes after a push has opened it, and who takes its first option has clicked it."""
    push = fields.get("push")
    if not push:
        return []
    kinds = ["push.opened", *(["push.clicked"] if heard.text == fields.get("push_asks") else [])]
    return [
        replace(_event(kind, "customer", heard, {"push_id": push}, None), id=f"e_{kind}_{push}")
        for kind in kinds
    ]


def answered(heard: Heard, nlu: dict[str, Any], replies: list[Reply]) -> list[Event]:
    """Everything that a turn of the bot tells at its end."""
    return [*recognised(heard, nlu), *shown(heard, replies), sent(heard, replies)]


def sent(heard: Heard, replies: list[Reply]) -> Event:
    """The bot answered."""
    return _event("message.sent", "bot", heard, {"replies": replies}, _cause(heard))


def shown(heard: Heard, replies: list[Reply]) -> list[Event]:
    """Which answer of the knowledge base, in which version, the customer has seen."""
    sources = [reply["source"] for reply in replies if reply.get("source")]
    payload = {"answers": [{"id": source["id"], "version": source["version"]} for source in sources]}
    return [_event("answer.shown", "bot", heard, payload, _cause(heard))] if sources else []


def _cause(heard: Heard) -> str:
    return heard.message.derived_id("e", "message.received")


def _event(
    kind: str, actor: Actor, heard: Heard, payload: dict[str, Any], cause: str | None, place: str = ""
) -> Event:
    message = heard.message
    return Event(
        type=kind,
        customer_id=message.customer_id,
        at=message.at,
        channel=message.channel,
        actor=actor,
        payload={"turn_id": heard.turn_id} | payload,
        conversation_id=heard.conversation_id,
        caused_by=cause,
        id=message.derived_id("e", kind + place),
    )
