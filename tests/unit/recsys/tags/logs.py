"""Generated logs: every kind of event that concerns a rule, in the order of time."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from recsys.events.event import Event
from recsys.tags.definition import definitions
from recsys.tags.vocabulary import NUMBERS

BEGIN = datetime(2026, 1, 1, 1, 2, 3, 456789, tzinfo=UTC)
TYPES = (*sorted(definitions().following), "customer.merged", "tag.set", "message.sent")
SERVICES = ("yt_sv_ringtone", "yt_sv_cloud_200")
Payload = Callable[[Random, str], dict[str, Any]]


def log_of(rng: Random, events: int = 30) -> list[Event]:
    """What happened to somebody within a year or two; some of it at the same moment."""
    at, log = BEGIN, list[Event]()
    for number in range(events):
        at += timedelta(days=rng.choice((0.0, 3 * rng.random(), 40 * rng.random())))
        log.append(some_event(rng, rng.choice(TYPES), at, f"e{number}"))
    return log


def some_event(rng: Random, kind: str, at: datetime, name: str = "e") -> Event:
    """An event of the type, with a payload as such events have."""
    part = next((one for one in _PAYLOADS if kind.startswith(one)), "")
    payload = _PAYLOADS[part](rng, (at + timedelta(days=rng.randint(-60, 200))).date().isoformat())
    return Event(kind, "c1", at, rng.choice(("app", "wechat")), "customer", payload, id=name)


def _any_of(choices: dict[str, Sequence[Any]]) -> Payload:
    return lambda rng, day: {name: rng.choice(values) for name, values in choices.items()}


def _profile(rng: Random, day: str) -> dict[str, Any]:
    born = f"{rng.randint(1940, 2012)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    known = {
        "born": rng.choice((born, "1996-02-29")),
        "joined": day,
        "contract_until": day,
        "plan_since": day,
    }
    words = {"job": ("学生", "教师", "自由职业"), "household": ("family", "couple", "single")}
    numbers = {"broadband": (True, False), "plan_fee": (2900, 9900), "plan_on_sale": (True, False)}
    chosen = {name: rng.choice(values) for name, values in (words | numbers).items()}
    return {"profile": {name: value for name, value in (known | chosen).items() if rng.random() < 0.8}}


def _month(rng: Random, day: str) -> dict[str, Any]:
    used = {name: rng.choice((0, 10, 1000, rng.randint(0, 60_000))) for name in NUMBERS}
    return {"month": day[:7], "roamed": rng.choice(([], ["JP"])), **used}


def _holding(rng: Random, day: str) -> dict[str, Any]:
    kinds: dict[str, Sequence[Any]] = {"product_id": "abc", "kind": ("deposit", "cash", "equity")}
    sizes: dict[str, Sequence[Any]] = {"risk": ("R1", "R4", "R5"), "amount": (0, 10**5, 10**7)}
    return {**_any_of(kinds | sizes)(rng, day), "matures": rng.choice((None, day))}


def _service(rng: Random, day: str) -> dict[str, Any]:
    return {"product_id": rng.choice(SERVICES), "effective_on": day}


def _order(rng: Random, day: str) -> dict[str, Any]:
    lines: dict[str, Sequence[Any]] = {"line": ("mobile", "pack", "wealth", "service")}
    chosen = _any_of(lines | {"action": ("order", "subscribe", "redeem")})(rng, day)
    return {**chosen, **_service(rng, day), "profile": {"plan_fee": 5900}}


def _said(rng: Random, day: str) -> dict[str, Any]:
    intents = ("ask_plan_recommend", "ask_deposit", "buy_wealth", "broadband_service", "ask_bill")
    named = [{"entity": "service_name", "value": SERVICES[0]}, {"entity": "money", "value": 5000}]
    return {"intent": rng.choice(intents), "confidence": rng.random(), "entities": rng.choice(([], named))}


_PAYLOADS: dict[str, Payload] = {
    "month.": _month,
    "customer.": _profile,
    "holding.": _holding,
    "service.": _service,
    "order.": _order,
    "intent.": _said,
    "consent.": _any_of(
        {"channel": ("*", "app"), "purpose": ("marketing", "personalisation", "sensitive", "care")}
    ),
    "contact.": _any_of({"kind": ("咨询", "投诉", "关怀"), "business_type": ("理财", "宽带")}),
    "assessment.": _any_of({"level": ("C1", "C3", "C5")}),
    "tag.": _any_of({"key": ("vip", "churn_risk"), "value": (True, 0.3), "days": (None, 3)}),
    "": _any_of({"ticket": "xyz"}),
}
