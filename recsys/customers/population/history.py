"""What happened to a made-up person in the last half year, as events with fixed ids."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from kb.catalogue.catalogue import Catalogue
from recsys.customers.population.billing import month_facts
from recsys.customers.population.person import Person
from recsys.customers.population.services import service_life
from recsys.customers.population.truth import pick, world
from recsys.customers.population.usage import months_before
from recsys.events.event import Event

PAST_DAYS = 180
ACCEPTED = "接受"


def history(
    catalogue: Catalogue, person: Person, bills: list[dict[str, Any]], seed: int, now: datetime
) -> list[Event]:
    """All events of the person before ``now``, in the order of time."""
    rng = Random(f"{seed}/{person.id}/history")
    happened = [
        *_start(catalogue, person, now),
        *_months(catalogue, person, bills, now),
        *_money(catalogue, person),
        *_contacts(rng, person, now),
        *service_life(catalogue, person, seed, now - timedelta(days=PAST_DAYS + 19), now),
    ]
    happened = sorted((event for event in happened if event[1] < now), key=lambda event: event[1])
    numbers = count(1)
    return [
        Event(kind, person.id, at, channel, "system", payload, id=f"e_{person.id}_{next(numbers):03d}")
        for kind, at, channel, payload in happened
    ]


_Happening = tuple[str, datetime, str, dict[str, Any]]


def _start(catalogue: Catalogue, person: Person, now: datetime) -> Iterator[_Happening]:
    plan = catalogue.plans[person.plan_id]
    begin = now - timedelta(days=PAST_DAYS + 20)
    profile = {
        "born": person.born.isoformat(),
        "gender": person.gender,
        "region": person.region,
        "job": person.job,
        "household": person.household,
        "joined": person.plan_since.isoformat(),
        "contract_until": person.contract_until.isoformat() if person.contract_until else None,
        "network": plan.attributes.get("network"),
        "broadband": person.broadband is not None,
        "plan_fee": plan.fee,
        "plan_on_sale": plan.sold_on(now.date()),
        "plan_since": person.plan_since.isoformat(),
    }
    for number, (channel, purpose, given) in enumerate(person.consents):
        kind = "consent.given" if given else "consent.withdrawn"
        yield kind, begin + timedelta(seconds=number), "system", {"channel": channel, "purpose": purpose}
    yield "customer.registered", begin + timedelta(minutes=1), "system", {"profile": profile}


def _months(
    catalogue: Catalogue, person: Person, bills: list[dict[str, Any]], now: datetime
) -> Iterator[_Happening]:
    ends = [*months_before(now.date(), len(bills))[1:], f"{now:%Y-%m}"]
    for position, (end, row) in enumerate(zip(ends, bills, strict=True)):
        closed = datetime(int(end[:4]), int(end[5:]), 1, 1, tzinfo=UTC)
        yield "month.closed", closed, "system", month_facts(catalogue, person, position, row)


def _money(catalogue: Catalogue, person: Person) -> Iterator[_Happening]:
    for holding in person.holdings:
        item = catalogue.wealth[holding.product_id]
        payload = {
            "product_id": item.id,
            "kind": item.kind,
            "risk": item.risk,
            "amount": holding.amount,
            "matures": holding.matures.isoformat() if holding.matures else None,
        }
        yield "holding.opened", _noon(holding.since), "app", payload
    if person.level and person.assessed_on:
        yield "assessment.completed", _noon(person.assessed_on), "app", {"level": person.level}


def _contacts(rng: Random, person: Person, now: datetime) -> Iterator[_Happening]:
    for _ in range(min(person.truth.contacts, 30)):
        at = _daytime(rng, now)
        kind = _kind(rng, person)
        channel = _channel(rng, person, kind)
        business, content = rng.choice(world()["contact_texts"][kind])
        result = _result(rng, person, kind, channel)
        payload: dict[str, Any] = {
            "kind": kind,
            "business_type": business,
            "department": world()["departments"][channel],
            "handled_by": "系统" if channel in ("app", "wechat") else f"坐席{rng.randint(101, 140)}",
            "result": result,
            "content": content,
        }
        about = {"complaint": f"h_{person.id}_{at:%m%d%H%M}", "business_type": business}
        yield "contact.made", at, channel, payload | (about if kind == "投诉" else {})
        if kind == "投诉":
            yield "complaint.raised", at + timedelta(seconds=1), channel, about
            yield "complaint.resolved", at + timedelta(days=2, hours=3), channel, about


def _kind(rng: Random, person: Person) -> str:
    """The inclined to leave complain more; nobody who forbade marketing was contacted for it."""
    weights = dict(world()["contact_kinds"])
    weights["投诉"] *= 0.3 + 2.4 * person.truth.churn
    if not any(given for _, purpose, given in person.consents if purpose == "marketing"):
        weights["营销接触"] = 0
    return pick(rng, weights)


def _channel(rng: Random, person: Person, kind: str) -> str:
    if kind == "投诉":
        return rng.choice(("hotline", "hotline", person.truth.channel))
    if rng.random() < 0.72:
        return person.truth.channel
    return pick(rng, world()["channels"])


def _result(rng: Random, person: Person, kind: str, channel: str) -> str:
    if kind != "营销接触":
        return {"投诉": "已受理", "业务办理": "已办理", "关怀": "已送达"}.get(kind, "已答复")
    chance = 0.35 * person.truth.push_tolerance + (0.12 if channel == person.truth.channel else 0)
    return ACCEPTED if rng.random() < chance else rng.choice(("拒绝", "考虑", "未回应"))


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def _daytime(rng: Random, now: datetime) -> datetime:
    """Between 08:00 and 21:00 in Shanghai, three days to half a year ago."""
    day = (now - timedelta(days=rng.randint(3, PAST_DAYS))).date()
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=rng.randint(0, 13 * 60))
