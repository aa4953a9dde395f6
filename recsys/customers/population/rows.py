"""A person as rows of the tables."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Tariff
from recsys.customers.population.billing import monthly_bills
from recsys.customers.population.person import Person
from recsys.customers.statements import statement_row
from recsys.sql import schema as t

Row = dict[str, Any]
KNOWN_FOR = timedelta(days=200)


def rows_of(catalogue: Catalogue, person: Person, now: datetime) -> dict[sa.Table, list[Row]]:
    """All rows of a person, by table."""
    found = {table: list(make(person, now)) for table, make in _MAKERS.items()}
    found[t.bills] = list(monthly_bills(catalogue, person))
    found[t.subscriptions] = list(_subscriptions(catalogue, person))
    return found


def _customers(person: Person, now: datetime) -> Iterable[Row]:
    profile = {
        "gender": person.gender,
        "job": person.job,
        "household": person.household,
        "roamed": list(person.roamed),
    }
    yield {
        "id": person.id,
        "name": person.name,
        "phone": person.phone,
        "region": person.region,
        "born": person.born,
        "contract_until": person.contract_until,
        "guest": False,
        "joined": person.plan_since,
        "profile": profile,
        "story": person.story,
        "created_at": now,
    }


def _identities(person: Person, _now: datetime) -> Iterator[Row]:
    known = {"phone": person.phone, "app": person.phone, "wechat": person.openid}
    for kind, value in known.items():
        if value:
            yield {"kind": kind, "value": value, "customer_id": person.id}


def _statements(person: Person, now: datetime) -> Iterator[Row]:
    """What the carrier wrote down when the contract was signed."""
    names = ("name", "phone", "born", "gender", "region", "job", "household")
    said = {name: getattr(person, name) for name in names}
    yield statement_row(person.id, "phone", said, now - KNOWN_FOR)


def _usage(person: Person, _now: datetime) -> Iterator[Row]:
    names = ("month", "data_mb", "directed_mb", "voice_min", "sms", "mms", "wlan_min")
    for month in person.usage:
        yield {"customer_id": person.id} | {name: getattr(month, name) for name in names}


def _holdings(person: Person, _now: datetime) -> Iterator[Row]:
    for holding in person.holdings:
        names = ("product_id", "amount", "since", "matures")
        yield {"customer_id": person.id} | {name: getattr(holding, name) for name in names}


def _assessments(person: Person, _now: datetime) -> Iterator[Row]:
    if person.level and person.assessed_on:
        day = person.assessed_on
        yield {
            "customer_id": person.id,
            "level": person.level,
            "score": {"C1": 15, "C2": 30, "C3": 50, "C4": 70, "C5": 90}[person.level],
            "answers": [],
            "channel": "app",
            "at": datetime(day.year, day.month, day.day, 4, tzinfo=UTC),
        }


def _consents(person: Person, now: datetime) -> Iterator[Row]:
    for channel, purpose, given in person.consents:
        yield {
            "customer_id": person.id,
            "channel": channel,
            "purpose": purpose,
            "given": given,
            "at": now - KNOWN_FOR,
            "proof": {"channel": "hall", "text": "入网登记表勾选"},
        }


def _subscriptions(catalogue: Catalogue, person: Person) -> Iterator[Row]:
    held = [person.plan_id, *person.packs, *person.services]
    held += [person.broadband] if person.broadband else []
    for product in held:
        item = catalogue.item(product)
        line = item.line if isinstance(item, Tariff) else "service"
        yield {"customer_id": person.id, "product_id": product, "line": line, "since": person.plan_since}


_MAKERS: dict[sa.Table, Callable[[Person, datetime], Iterable[Row]]] = {
    t.customers: _customers,
    t.identities: _identities,
    t.statements: _statements,
    t.usage_months: _usage,
    t.holdings: _holdings,
    t.assessments: _assessments,
    t.consents: _consents,
}
TABLES = (*_MAKERS, t.bills, t.subscriptions)
