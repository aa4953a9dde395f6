"""Take from Rasa's tracker what routing needs: the message, and how things stood when it came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.route import Heard

SMALL_TALK = 2  # characters beside a value that change nothing


def split_at_message(events: Iterable[Event]) -> tuple[list[Event], list[Event] | None]:
    """Split into what came before the last message and what followed it (none: no message yet)."""
    listed = list(events)
    for index in range(len(listed) - 1, -1, -1):
        if isinstance(listed[index], UserUttered):
            return listed[:index], listed[index + 1 :]
    return listed, None


def _bare(text: str, entities: list[dict[str, Any]]) -> Iterable[str]:
    """Entities beside which at most two characters are said: 「畅享79吧」, 「5天」."""
    for entity in entities:
        if len(text.strip()) - (entity["end"] - entity["start"]) <= SMALL_TALK:
            yield entity["entity"]


def heard_in(tracker: DialogueStateTracker, before: list[Event], pause: timedelta) -> Heard:
    """Take the message, and task, question and topic as they stood when it came."""
    open_slots = {event.key: event.value for event in before if isinstance(event, SlotSet)}
    message, topic = tracker.latest_message, open_slots.get("topic") or {}
    return Heard(
        text=message.text or "",
        intent=message.intent_name,
        confidence=float(message.intent.get("confidence") or 0.0),
        entities=frozenset(entity["entity"] for entity in message.entities),
        bare=frozenset(_bare(message.text or "", message.entities)),
        task=open_slots.get("task"),
        question=open_slots.get("question"),
        about=_about(topic, open_slots.get("question")),
        paused=_silence(message, before) > pause,
        unsure_before=bool(open_slots.get("misunderstood")),
        **_second(message.parse_data.get("intent_ranking") or []),
    )


def _about(topic: dict[str, Any], question: str | None) -> tuple[str, ...]:
    """What was said last, what was shown last, then what is being asked."""
    talked = tuple(topic[part] for part in ("about", "shelf") if topic.get(part))
    return (*talked, f"asked_{question}") if question else talked


def _second(ranking: list[dict[str, Any]]) -> dict[str, Any]:
    """The second guess, if both can be offered by their titles."""
    best = ranking[:2]
    if len(best) < 2 or not all(guess.get("title") for guess in best):
        return {}
    return {"second": best[1]["name"], "second_confidence": float(best[1]["confidence"])}


def _silence(message: UserUttered, before: list[Event]) -> timedelta:
    """How long the customer had said nothing, by the times that the gateway gave the messages."""
    earlier = [event for event in before if isinstance(event, UserUttered)]
    said = [_said_at(one) for one in (*earlier[-1:], message)]
    return said[1] - said[0] if len(said) == 2 and said[0] and said[1] else timedelta()


def _said_at(message: UserUttered) -> datetime | None:
    at = (message.metadata or {}).get("at")
    return datetime.fromisoformat(at) if at else None
