"""What a customer has told over several messages, for a ticket; numbers that are private are left out."""

from collections.abc import Iterable, Mapping
from typing import Any

PRIVATE = ("phone_number", "id_number", "bank_card")
_TELLING = frozenset({"report_fault", "dispute_bill", "complain", "give_feedback"})
_GOING_ON = frozenset({"inform", "nlu_fallback", "cancel", "chitchat", "affirm", "deny", "out_of_scope"})


def told_before(events: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The messages before the latest that belong to one story: it begins with a fault, a charge or anger.

    Another request ends it.
    """
    told: list[str] = []
    for event in [event for event in events if event["event"] == "user"][:-1]:
        intent = event.get("intent")
        if intent in _TELLING or (told and intent in _GOING_ON):
            told.append(masked(event.get("text") or "", event.get("entities") or ()))
        else:
            told.clear()
    return tuple(dict.fromkeys(told))


def masked(text: str, entities: Iterable[Mapping[str, Any]]) -> str:
    """The text without phone, id and card numbers."""
    spans = [(e["start"], e["end"]) for e in entities if e["entity"] in PRIVATE and "start" in e]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}***{text[end:]}"
    return text


def joined(parts: Iterable[str], longest: int) -> str:
    """One story of the parts, none of which stands in it twice."""
    kept: list[str] = []
    for part in parts:
        if part and not any(part in other for other in kept):
            kept = [other for other in kept if other not in part] + [part]
    return "；".join(kept)[:longest]
