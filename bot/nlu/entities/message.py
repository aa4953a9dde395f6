"""Between a message as Rasa has it and the finders: its day, and what is kept of an entity."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.nlu.entities.extract import PRIVATE
from bot.nlu.entities.found import Found


def message_day(metadata: dict[str, Any] | None, zone: ZoneInfo, now: datetime) -> date:
    """The customer's day when the message was written (metadata ``at``, ISO 8601), else today."""
    said = str((metadata or {}).get("at") or "")
    try:
        at = datetime.fromisoformat(said.replace("Z", "+00:00"))
    except ValueError:
        return now.astimezone(zone).date()
    return at.replace(tzinfo=at.tzinfo or zone).astimezone(zone).date()


def as_entity(item: Found, text: str) -> dict[str, Any]:
    """What Rasa keeps of an entity; private numbers are never repeated."""
    return {
        "entity": item.entity,
        "value": item.value,
        "text": "*" * (item.end - item.start) if item.entity in PRIVATE else text[item.start : item.end],
        "start": item.start,
        "end": item.end,
        "confidence_entity": item.confidence,
    }
