"""What is remembered of a customer between events, so that rules need no database."""

from collections.abc import Mapping
from typing import Any

from recsys.events.event import Event

MONTHS = 6
TIMES = 20  # timestamps kept per event type

Facts = Mapping[str, Any]


def learn(facts: Facts, event: Event) -> Facts:
    """The facts after the event; the old ones are left as they are.

    ``profile`` (of the customer), ``months`` (last six), ``risk``, ``holdings``, ``consents``,
    ``times`` (per event type and intent), ``channels`` and ``kinds`` (contact counts).
    """
    known = dict(facts)
    known["times"] = _remember(facts.get("times", {}), event)
    teacher = _TEACHERS.get(event.type)
    if teacher:
        name, value = teacher(facts, event)
        known[name] = value
    if event.type == "contact.made":
        known["kinds"] = _count(facts.get("kinds", {}), event.payload.get("kind", "咨询"))
    return known


def _remember(times: Facts, event: Event) -> Facts:
    names = [event.type]
    if event.type == "intent.recognised":
        names = ["intent:" + str(event.payload.get("intent"))]
    elif event.type in ("message.sent", "message.received", "answer.shown"):
        return times
    at = event.at.timestamp()
    return {**times, **{name: [*times.get(name, []), at][-TIMES:] for name in names}}


def _count(counts: Facts, key: str) -> Facts:
    return {**counts, key: counts.get(key, 0) + 1}


def _profile(facts: Facts, event: Event) -> tuple[str, Any]:
    return "profile", {**facts.get("profile", {}), **event.payload.get("profile", {})}


def _months(facts: Facts, event: Event) -> tuple[str, Any]:
    """A month that is told again replaces what was known of it."""
    others = [month for month in facts.get("months", []) if month["month"] != event.payload["month"]]
    return "months", sorted([*others, event.payload], key=lambda month: month["month"])[-MONTHS:]


def _risk(_facts: Facts, event: Event) -> tuple[str, Any]:
    return "risk", {"level": event.payload["level"], "at": event.at.isoformat()}


def _holding(facts: Facts, event: Event) -> tuple[str, Any]:
    held = dict(facts.get("holdings", {}))
    held.pop(event.payload["product_id"], None)
    if event.payload["amount"] > 0:
        names = ("kind", "risk", "amount", "matures")
        held[event.payload["product_id"]] = {name: event.payload.get(name) for name in names}
    return "holdings", held


def _consent(facts: Facts, event: Event) -> tuple[str, Any]:
    name = f"{event.payload.get('channel', '*')}/{event.payload['purpose']}"
    return "consents", {**facts.get("consents", {}), name: event.type == "consent.given"}


def _channel(facts: Facts, event: Event) -> tuple[str, Any]:
    return "channels", _count(facts.get("channels", {}), event.channel)


def _order(facts: Facts, event: Event) -> tuple[str, Any]:
    """A new plan shows in the profile at once."""
    changed = event.payload.get("profile", {})
    return "profile", {**facts.get("profile", {}), **changed}


_TEACHERS = {
    "customer.registered": _profile,
    "customer.updated": _profile,
    "month.closed": _months,
    "assessment.completed": _risk,
    "holding.opened": _holding,
    "holding.changed": _holding,
    "consent.given": _consent,
    "consent.withdrawn": _consent,
    "contact.made": _channel,
    "message.received": _channel,
    "order.placed": _order,
}
