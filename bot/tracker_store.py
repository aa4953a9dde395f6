"""Keep the running dialogue in Redis, small: the slots and the last few turns.

The whole history is in the event log; a dialogue needs only what it may refer to. So the cost of a
turn does not grow with the conversation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import redis
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

PREFIX = "huake:dialogue:"


class RecentTrackerStore(TrackerStore, SerializedTrackerAsText):
    """``turns`` kept a conversation, forgotten after ``expire_s`` seconds of silence."""

    def __init__(
        self,
        domain: Domain,
        event_broker: EventBroker | None = None,
        host: str = "redis://127.0.0.1:6379/0",
        turns: int = 4,
        expire_s: int = 86_400,
        **kwargs: Any,
    ) -> None:
        """Connect lazily. Rasa hands the endpoint's ``url`` over as ``host``; it may hold the password."""
        self._redis = redis.Redis.from_url(host, socket_timeout=2, decode_responses=True)
        self._turns = turns
        self._expire_s = expire_s
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store slots and recent events; raises redis.RedisError when Redis is away."""
        kept = recent([event.as_dict() for event in tracker.events], self._turns)
        slots = [
            {"event": "slot", "timestamp": None, "name": name, "value": slot.value}
            for name, slot in tracker.slots.items()
            if slot.value is not None and slot.value != slot.initial_value
        ]
        text = json.dumps(slots + kept, ensure_ascii=False)
        self._redis.set(PREFIX + tracker.sender_id, text, ex=self._expire_s)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Read it back, or none."""
        text = self._redis.get(PREFIX + sender_id)
        if text is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, json.loads(text), self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """Conversation ids that are remembered."""
        return [key[len(PREFIX) :] for key in self._redis.scan_iter(PREFIX + "*")]


def recent(events: list[dict[str, Any]], turns: int) -> list[dict[str, Any]]:
    """Keep the events from the start of the last ``turns`` messages on; Rasa's listen before it too."""
    starts = [i for i, event in enumerate(events) if event["event"] == UserUttered.type_name]
    if len(starts) <= turns:
        return events
    return events[max(starts[-turns] - 1, 0) :]
