"""The running dialogue travels with the turn: it comes with the request and goes back with the answer.

So Rasa keeps nothing and waits for no store, any of several processes can take any turn, and the gateway
writes the dialogue together with the reply, in one step or not at all. It stays small: slots and the last
few turns, without what we said. The whole history is in the event log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses


@dataclass
class Carried:
    """One turn's dialogue as JSON text: before it as it came, after it as it goes back; none is a new one."""

    dialogue: str | None


_carried: ContextVar[Carried] = ContextVar("carried")


@contextmanager
def carrying(dialogue: str | None) -> Iterator[Carried]:
    """Within, Rasa finds this dialogue, and what it saves is in the ``Carried``; tasks do not mix."""
    carried = Carried(dialogue)
    token = _carried.set(carried)
    try:
        yield carried
    finally:
        _carried.reset(token)


class CarriedTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Reads and writes what ``carrying`` holds: ``turns`` of them. Outside of it nothing is known."""

    def __init__(
        self, domain: Domain, event_broker: EventBroker | None = None, turns: int = 4, **kwargs: Any
    ) -> None:
        """Rasa passes the fields of endpoints.yml."""
        self._turns = turns
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Slots first, then the recent events."""
        if carried := _carried.get(None):
            carried.dialogue = written(tracker, self._turns)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Read it back, or none."""
        carried = _carried.get(None)
        if carried is None or carried.dialogue is None:
            return None
        events = [read(row) for row in json.loads(carried.dialogue)]
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The gateway knows them, not we."""
        return []


def written(tracker: DialogueStateTracker, turns: int) -> str:
    """The dialogue as text."""
    slots = [
        {"event": "slot", "timestamp": None, "name": name, "value": slot.value}
        for name, slot in tracker.slots.items()
        if slot.value is not None and slot.value != slot.initial_value
    ]
    kept = [row(event) for event in recent(list(tracker.events), turns) if not isinstance(event, BotUttered)]
    return json.dumps(slots + kept, ensure_ascii=False)


def row(event: Event) -> dict[str, Any]:
    """An event as it is kept: of a message only what was understood, without ranking and features."""
    kept: dict[str, Any] = event.as_dict()
    if isinstance(event, UserUttered):
        kept["parse_data"] = {"text": event.text, "intent": event.intent, "entities": event.entities}
    else:
        kept.pop("metadata", None)  # the model's name, on every event
    return kept


def read(kept: dict[str, Any]) -> Event:
    """The event of a row; ValueError for a kind that Rasa does not know."""
    kind = _kinds().get(kept["event"])
    if kind is None:
        raise ValueError(f"unknown event '{kept['event']}' in a dialogue")
    event: Event = kind._from_parameters(kept)
    return event


@cache
def _kinds() -> dict[str, type[Event]]:
    """Rasa's classes of events by name; Rasa itself searches all classes for each event."""
    return {kind.type_name: kind for kind in all_subclasses(Event)}


def recent(events: list[Event], turns: int) -> list[Event]:
    """Keep the events from the start of the last ``turns`` messages on; Rasa's listen before it too."""
    starts = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    return events if len(starts) <= turns else events[max(starts[-turns] - 1, 0) :]
