"""What an action gets to see, and what it gives back."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from rasa_sdk import Tracker

from actions.message.correction import still_said, taken_back
from actions.message.story import told_before

GUESS = 0.5  # confidence of money that was said as a number without a unit
_SAYS = re.compile(
    r"(?:们|他|她)?(?:都|也|还|老|总|就|一直|刚)*(?:说|讲|觉得|嫌|问|告诉|叫我|让我|要我|跟我说|建议|提醒|劝)"
)
_FOR_THEM = re.compile(r"[给帮替为](?:他|她|TA|ta)")
KEEP: Any = object()  # leave the slot as it is


@dataclass(frozen=True, slots=True)
class Turn:
    """One message in its conversation; ``at`` is when it was said.

    ``entities`` leaves out what the same message takes back (不是80G, 是18G). ``topic`` holds what the last
    answer was about (``about``, its ``id``, the thing as ``at``) and the kind of things shown (``shelf``).
    """

    customer_id: str
    channel: str
    at: datetime
    turn_id: str
    conversation_id: str
    text: str
    intent: str | None
    entities: tuple[dict[str, Any], ...]
    task: str | None = None
    question: str | None = None
    need: dict[str, Any] = field(default_factory=dict)
    focus: tuple[str, ...] = ()
    pending: dict[str, Any] | None = None
    topic: dict[str, Any] = field(default_factory=dict)
    guesses: tuple[str, ...] = ()  # titles of the likeliest wishes
    misunderstood: int = 0  # how many messages in a row before this one we could make nothing of
    told: tuple[str, ...] = ()  # what the messages before told of a fault, a charge or a complaint, masked

    def all(self, entity: str) -> list[Any]:
        """Values of every entity of that name, in the order said."""
        return [found["value"] for found in self.entities if found["entity"] == entity]

    def first(self, *names: str) -> Any:
        """Value of the first entity of any of these names, or none."""
        return next((found["value"] for found in self.entities if found["entity"] in names), None)

    def answers(self, action: str) -> bool:
        """Whether this message answers a question that ``action`` has asked."""
        return self.task == action and self.question is not None


@dataclass(frozen=True, slots=True)
class Said:
    """Replies, and what the dialogue remembers. An open question needs ``question``; the rest may stay.

    ``task`` is the action that will take the answer, when it is another than the one that asks; ``closes``
    ends the open task, whosever it is. ``topic`` is what was talked of; without it, what ``focus`` holds.
    ``misunderstood``: we could make nothing of the message.
    """

    messages: list[dict[str, Any]]
    question: str | None = None
    task: str | None = None
    need: Any = KEEP
    focus: Any = KEEP
    pending: Any = KEEP
    topic: Any = KEEP
    closes: bool = False
    misunderstood: bool = False


def turn_of(tracker: Tracker) -> Turn:
    """Read the tracker that Rasa sends; KeyError when the gateway's metadata is missing."""
    message = tracker.latest_message
    meta = message["metadata"]
    slots, said = tracker.slots, message.get("text") or ""
    return Turn(
        customer_id=meta["customer_id"],
        channel=meta["channel"],
        at=datetime.fromisoformat(meta["at"]).astimezone(UTC),
        turn_id=meta["turn_id"],
        conversation_id=tracker.sender_id,
        text=said,
        intent=(message.get("intent") or {}).get("name"),
        entities=_understood(still_said(said, message.get("entities") or ()), slots, said),
        task=slots.get("task"),
        question=slots.get("question"),
        need=slots.get("need") or {},
        focus=tuple(slots.get("focus") or ()),
        pending=slots.get("pending"),
        topic=slots.get("topic") or {},
        guesses=tuple(guess["title"] for guess in message.get("intent_ranking") or () if guess.get("title")),
        misunderstood=slots.get("misunderstood") or 0,
        told=told_before(tracker.events),
    )


def _understood(
    entities: Iterable[dict[str, Any]], slots: Mapping[str, Any], said: str
) -> tuple[dict[str, Any], ...]:
    """All entities; a bare number is a guess of money, but not where we asked for data or it replaces one.

    Who only says something is not whom it is for: 「我儿子说我这个套餐太贵了」.
    """
    replaces = slots.get("task") == "action_recommend_plan" and taken_back(said)
    guessed = "money" if replaces or slots.get("question") == "data_need" else None
    return tuple(
        one
        for one in entities
        if (one["entity"] != guessed or one.get("confidence_entity", 1) > GUESS) and not _only_says(one, said)
    )


def _only_says(entity: dict[str, Any], said: str) -> bool:
    follows = said[entity["end"] :] if entity["entity"] == "person" and "end" in entity else ""
    return bool(_SAYS.match(follows)) and not _FOR_THEM.search(follows)
