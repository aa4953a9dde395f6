"""One message on its way through a turn, as plain values."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

Reply = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as a channel hands it over; what is not text (an image …) has a ``kind`` and no text."""

    customer_id: str
    channel: str
    text: str
    message_id: str
    at: datetime
    kind: str = "text"

    def derived_id(self, prefix: str, part: str = "") -> str:
        """The same message sent again after a failure has the same ids, so nothing is counted twice."""
        named = "\n".join((self.channel, self.customer_id, self.message_id, part))
        return f"{prefix}_{sha256(named.encode()).hexdigest()[:20]}"


@dataclass(frozen=True, slots=True)
class Heard:
    """The message in its conversation; ``text`` is normalised, as people and the bot read it."""

    message: Incoming
    conversation_id: str
    turn_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the channel gives back; ``again`` marks a repeated message that did nothing."""

    conversation_id: str
    turn_id: str
    owner: str
    replies: list[Reply]
    again: bool = False

    def to_json(self) -> str:
        """As callers see it, the same for a repeated message, and as it is remembered."""
        shown = {
            "conversation_id": self.conversation_id,
            "turn_id": self.turn_id,
            "owner": self.owner,
            "replies": self.replies,
        }
        return json.dumps(shown, ensure_ascii=False)

    @classmethod
    def remembered(cls, text: str) -> "Outcome":
        """The outcome of an earlier delivery of the same message."""
        return cls(**json.loads(text), again=True)
