"""Write a population into the database, its history through the same fold as everything else."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from recsys.customers.population.billing import monthly_bills
from recsys.customers.population.history import history
from recsys.customers.population.people import people
from recsys.customers.population.person import Person
from recsys.customers.population.stories import stories
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.store import store_events
from recsys.events.worker import drain_outbox
from recsys.service.ticket import open_ticket
from recsys.sql import schema as t
from recsys.tags.definition import definitions

CHUNK = 50
Progress = Callable[[int], object]


def populate(
    engine: Engine, size: int, seed: int, now: datetime, progress: Progress = lambda done: None
) -> int:
    """Replace the population; returns the number of events. Other customers stay as they are."""
    everyone = people(engine.catalogue, size, seed, now)
    written = events = 0
    while chunk := list(islice(everyone, CHUNK)):
        events += _write_chunk(engine, chunk, seed, now)
        written += len(chunk)
        progress(written)
    _open_tickets(engine, size, now)
    drain_outbox(engine)
    return events


def _write_chunk(engine: Engine, chunk: list[Person], seed: int, now: datetime) -> int:
    happened: list[Event] = []
    rows: dict[sa.Table, list[dict[str, Any]]] = {table: [] for table in _PER_PERSON}
    for person in chunk:
        bills = list(monthly_bills(engine.catalogue, person))
        rows[t.bills] += bills
        for table, make in _ROWS.items():
            rows[table] += make(person, now)
        rows[t.subscriptions] += _subscriptions(engine, person)
        happened += history(engine.catalogue, person, bills, seed, now)
    with engine.write() as connection:
        _clear(connection, [person.id for person in chunk])
        for table, found in rows.items():
            if found:
                connection.execute(table.insert(), found)
        store_events(connection, happened, definitions())
    return len(happened)


def _clear(connection: sa.Connection, ids: list[str]) -> None:
    for table in (*_PER_PERSON, t.events, t.contacts, t.tags, t.tag_facts, t.orders, t.tickets, t.outbox):
        column = table.c.id if table is t.customers else table.c.customer_id
        connection.execute(table.delete().where(column.in_(ids)))


def _customers(person: Person, now: datetime) -> Iterable[dict[str, Any]]:
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


def _identities(person: Person, _now: datetime) -> Iterator[dict[str, Any]]:
    known = {"phone": person.phone, "app": person.phone, "wechat": person.openid}
    for kind, value in known.items():
        if value:
            yield {"kind": kind, "value": value, "customer_id": person.id}


def _usage(person: Person, _now: datetime) -> Iterator[dict[str, Any]]:
    names = ("month", "data_mb", "directed_mb", "voice_min", "sms", "mms", "wlan_min")
    for month in person.usage:
        yield {"customer_id": person.id} | {name: getattr(month, name) for name in names}


def _holdings(person: Person, _now: datetime) -> Iterator[dict[str, Any]]:
    for holding in person.holdings:
        names = ("product_id", "amount", "since", "matures")
        yield {"customer_id": person.id} | {name: getattr(holding, name) for name in names}


def _assessments(person: Person, _now: datetime) -> Iterator[dict[str, Any]]:
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


def _consents(person: Person, now: datetime) -> Iterator[dict[str, Any]]:
    for channel, purpose, given in person.consents:
        yield {
            "customer_id": person.id,
            "channel": channel,
            "purpose": purpose,
            "given": given,
            "at": now - timedelta(days=200),
            "proof": {"channel": "hall", "text": "入网登记表勾选"},
        }


def _subscriptions(engine: Engine, person: Person) -> Iterator[dict[str, Any]]:
    held = [person.plan_id, *person.packs, *person.services]
    held += [person.broadband] if person.broadband else []
    for item in held:
        line = "mobile" if item == person.plan_id else engine.catalogue.item(item).line  # type: ignore[attr-defined]
        yield {"customer_id": person.id, "product_id": item, "line": line, "since": person.plan_since}


def _open_tickets(engine: Engine, size: int, now: datetime) -> None:
    """What the stories say is still open."""
    for story in stories()[:size]:
        if "ticket" in story:
            opened = now - timedelta(days=story["ticket"]["days_ago"])
            open_ticket(
                engine,
                story["id"],
                story["ticket"]["kind"],
                story["ticket"]["summary"],
                key=f"story-{story['id']}",
                channel="hotline",
                now=opened,
            )


_ROWS: dict[sa.Table, Callable[[Person, datetime], Iterable[dict[str, Any]]]] = {
    t.customers: _customers,
    t.identities: _identities,
    t.usage_months: _usage,
    t.holdings: _holdings,
    t.assessments: _assessments,
    t.consents: _consents,
}
_PER_PERSON = (*_ROWS, t.bills, t.subscriptions)
