"""One thing that happened, as a plain value."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

Actor = Literal["customer", "bot", "agent", "marketer", "system"]


def new_id(prefix: str) -> str:
    """A random id such as ``e_3f…``; the prefix names the kind of thing."""
    return f"{prefix}_{uuid4().hex[:20]}"


@dataclass(frozen=True, slots=True)
class Event:
    """``type`` is ``<object>.<past verb>``; ``at`` is timezone-aware; the same ``id`` counts once."""

    type: str
    customer_id: str
    at: datetime
    channel: str
    actor: Actor
    payload: dict[str, Any] = field(default_factory=dict)
    conversation_id: str | None = None
    caused_by: str | None = None
    version: int = 1
    id: str = field(default_factory=lambda: new_id("e"))

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"event {self.type}: 'at' needs a time zone")

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, time as ISO 8601 in UTC; shares the payload."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return values | {"at": self.at.astimezone(UTC).isoformat()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Event":
        """The inverse of ``to_dict``; raises TypeError or ValueError on a malformed one."""
        return cls(**(data | {"at": datetime.fromisoformat(data["at"])}))
