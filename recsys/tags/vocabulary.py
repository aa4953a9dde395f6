"""What a rule may speak of: the facts that are remembered, their types, and the events that teach them."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from recsys.events.event import Event
from recsys.tags.tree import RuleError

Type = Literal["bool", "int", "number", "text", "date", "texts"]

PROFILE: Mapping[str, Type] = {
    "born": "date",
    "gender": "text",
    "region": "text",
    "job": "text",
    "household": "text",
    "joined": "date",
    "contract_until": "date",
    "network": "text",
    "broadband": "bool",
    "plan_fee": "int",
    "plan_on_sale": "bool",
    "plan_since": "date",
}
NUMBERS = (
    "data_mb",
    "directed_mb",
    "voice_min",
    "sms",
    "allowed_mb",
    "allowed_min",
    "fee",
    "over_data_fee",
    "over_voice_fee",
    "over_message_fee",
    "total",
    "night_percent",
    "packs",
    "services",
)
MONTH: Mapping[str, Type] = {**{name: "int" for name in NUMBERS}, "roamed": "texts"}
CONSENTS = tuple(
    f"{channel}/{purpose}"
    for channel in ("*", "wechat", "app", "sms", "hotline")
    for purpose in ("marketing", "personalisation", "sensitive", "care")
)
OPEN = {"complaint": "complaint.raised", "dispute": "dispute.raised", "fault": "fault.reported"}
COUNTS: Mapping[str, tuple[str, ...]] = {
    "channels": ("contact.made", "message.received"),
    "kinds": ("contact.made",),
}
HOLDINGS = ("holding.opened", "holding.changed")
SERVICES = ("service.opened", "service.closed", "order.placed", "order.cancelled")
PERSON = ("customer.registered", "customer.updated", "order.placed")
NEVER_COUNTED = frozenset({"message.sent", "message.received", "answer.shown", "tag.due"})


def names_of(event: Event) -> tuple[str, ...]:
    """Under which names a happening is remembered: its type, and finer ones."""
    said = event.payload
    if event.type in NEVER_COUNTED:
        return ()
    if event.type == "intent.recognised":
        return f"intent:{said.get('intent')}", *_services(said)
    if event.type == "service.used":
        return (f"used:{said.get('product_id')}",)
    if event.type == "order.placed":
        line, action = said.get("line"), said.get("action")
        return event.type, f"order:{line}", f"order:{line}/{action}"
    if event.type == "contact.made":
        kind = said.get("kind", "咨询")
        asked = (f"about:{said.get('business_type')}",) if kind == "咨询" else ()
        return (
            event.type,
            f"contact:{kind}",
            f"contact:{kind}/{said.get('result')}",
            f"channel:{event.channel}",
            *asked,
        )
    return (event.type,)


def _services(said: Mapping[str, Any]) -> Iterator[str]:
    """``asked:<id>`` for every value-added service that was named."""
    named = (one["value"] for one in said.get("entities", ()) if one["entity"] == "service_name")
    return (f"asked:{value}" for value in dict.fromkeys(named) if isinstance(value, str))


def event_type_of(name: str) -> str:
    """The type of the events that are remembered under the name."""
    kind = name.partition(":")[0]
    finer = {
        "intent": "intent.recognised",
        "asked": "intent.recognised",
        "used": "service.used",
        "order": "order.placed",
    }
    return finer.get(kind, "contact.made") if ":" in name else name


def fact_type(path: tuple[str, ...]) -> Type:
    """The type of a fact; raises RuleError for one that nobody remembers."""
    match path:
        case ("profile", name) if name in PROFILE:
            return PROFILE[name]
        case ("risk", "level"):
            return "text"
        case ("consents", name) if name in CONSENTS:
            return "bool"
        case ("services", name) if name.endswith(("/since", "/ended")):
            return "date"
    raise RuleError(f"fact: nobody remembers {'.'.join(map(str, path))}")


def teachers(path: tuple[str, ...]) -> tuple[str, ...]:
    """The types of the events that may change a fact."""
    known = {"profile": PERSON, "risk": ("assessment.completed",), "services": SERVICES}
    return known.get(path[0], ("consent.given", "consent.withdrawn"))
