"""What is remembered of a customer between events, so that rules need no database."""

from collections.abc import Mapping
from typing import Any

from recsys.events.event import Event
from recsys.tags.vocabulary import OPEN, SERVICES, names_of

MONTHS = 6
TIMES = 20  # timestamps kept per event type

Facts = Mapping[str, Any]


def learn(facts: Facts, event: Event) -> Facts:
    """The facts after the event; the old ones are left as they are.

    ``profile`` (of the customer), ``months`` (last six), ``risk``, ``holdings``, ``consents``, ``services``
    (``<id>/since``, ``<id>/ended``), ``times`` (by the names of what happened), ``channels`` and ``kinds``
    (contact counts), ``open`` (what is not resolved yet). `recsys.tags.vocabulary` has their types.
    """
    known = dict(facts)
    known["times"] = _remember(facts.get("times", {}), event)
    if event.type in SERVICES:
        known["services"] = _services(facts.get("services", {}), event)
    teacher = _TEACHERS.get(event.type)
    if teacher:
        name, value = teacher(facts, event)
        known[name] = value
    if event.type == "customer.merged":
        known |= _merged(facts, event)
    if event.type == "contact.made":
        known["kinds"] = _count(facts.get("kinds", {}), event.payload.get("kind", "咨询"))
    return known


def _remember(times: Facts, event: Event) -> Facts:
    names = names_of(event)
    if not names:
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
    return "risk", {"level": event.payload["level"]}


def _holding(facts: Facts, event: Event) -> tuple[str, Any]:
    held = dict(facts.get("holdings", {}))
    held.pop(event.payload["product_id"], None)
    if event.payload["amount"] > 0:
        names = ("kind", "risk", "amount", "matures")
        held[event.payload["product_id"]] = {name: event.payload.get(name) for name in names}
    return "holdings", held


def _services(known: Facts, event: Event) -> Facts:
    """A service begins or ends on a day, in the customer's zone; one that begins again has not ended."""
    said = event.payload
    if event.type.startswith("order.") and said.get("line") != "service":
        return known
    day, product = said.get("effective_on"), said.get("product_id")
    if not isinstance(day, str) or not isinstance(product, str):
        return known
    if event.type in ("service.opened", "order.placed"):
        return {**known, f"{product}/since": day, f"{product}/ended": None}
    return {**known, f"{product}/ended": day}


def _consent(facts: Facts, event: Event) -> tuple[str, Any]:
    name = f"{event.payload.get('channel', '*')}/{event.payload['purpose']}"
    return "consents", {**facts.get("consents", {}), name: event.type == "consent.given"}


def _merged(facts: Facts, event: Event) -> dict[str, Any]:
    """The united record, and what either side had withdrawn."""
    withdrawn = {f"{channel}/{purpose}": False for channel, purpose in event.payload.get("withdrawn", ())}
    return dict([_profile(facts, event)]) | {"consents": {**facts.get("consents", {}), **withdrawn}}


def _channel(facts: Facts, event: Event) -> tuple[str, Any]:
    return "channels", _count(facts.get("channels", {}), event.channel)


def _opened(facts: Facts, event: Event) -> tuple[str, Any]:
    """One more that is not resolved; the same one twice counts once."""
    kind, reference = event.type.partition(".")[0], _reference(event)
    waiting = facts.get("open", {}).get(kind, [])
    now = waiting if reference in waiting else [*waiting, reference]
    return "open", {**facts.get("open", {}), kind: now}


def _resolved(facts: Facts, event: Event) -> tuple[str, Any]:
    """The one that is named is resolved; one that nobody opened changes nothing."""
    kind, reference = event.type.partition(".")[0], _reference(event)
    waiting = facts.get("open", {}).get(kind, [])
    return "open", {**facts.get("open", {}), kind: [one for one in waiting if one != reference]}


def _reference(event: Event) -> str:
    return str(event.payload.get("ticket") or event.payload.get("complaint") or "")


def _order(facts: Facts, event: Event) -> tuple[str, Any]:
    """A new plan shows in the profile at once."""
    changed = event.payload.get("profile", {})
    return "profile", {**facts.get("profile", {}), **changed}


_TEACHERS = {
    **dict.fromkeys(OPEN.values(), _opened),
    **{f"{kind}.resolved": _resolved for kind in OPEN},
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
