"""Write a population into the database, its history through the same fold as everything else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from recsys.customers.lists import EVERYTHING, insert, new_entry
from recsys.customers.population.history import history
from recsys.customers.population.people import people
from recsys.customers.population.person import Person
from recsys.customers.population.rows import TABLES, rows_of
from recsys.customers.population.stories import stories
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.intake import drain_outbox
from recsys.events.store import store_events
from recsys.service.ticket import open_ticket
from recsys.sql import schema as t
from recsys.tags.due import due
from recsys.tags.registry import current

CHUNK = 200
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
    _fill_lists(engine, size, now)
    drain_outbox(engine)
    return events


def _write_chunk(engine: Engine, chunk: list[Person], seed: int, now: datetime) -> int:
    happened: list[Event] = []
    rows: dict[sa.Table, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for person in chunk:
        own = rows_of(engine.catalogue, person, now)
        happened += history(engine.catalogue, person, own[t.bills], seed, now)
        for table, found in own.items():
            rows[table] += found
    with engine.write() as connection:
        _clear(connection, [person.id for person in chunk])
        for table, found in rows.items():
            if found:
                connection.execute(table.insert(), found)
        store_events(connection, happened, current(connection, engine.settings.zone))
        while ended := due(connection, now, among=[person.id for person in chunk]):
            store_events(connection, ended, current(connection, engine.settings.zone))
            happened += ended
    return len(happened)


def _clear(connection: sa.Connection, ids: list[str]) -> None:
    """Everything that is known of these customers."""
    for table in t.metadata.sorted_tables:
        if table is t.customers or "customer_id" in table.c:
            column = table.c.id if table is t.customers else table.c.customer_id
            connection.execute(table.delete().where(column.in_(ids)))


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


def _fill_lists(engine: Engine, size: int, now: datetime) -> None:
    """Who the stories say is on a list; ``private`` stands for what is sold by admission only."""
    private = next((item.id for item in engine.catalogue.items.values() if item.by_admission), EVERYTHING)
    with engine.write() as connection:
        for story in stories()[:size]:
            for wanted in story.get("lists", ()):
                product = private if wanted["product"] == "private" else EVERYTHING
                since = now - timedelta(days=wanted["days_ago"])
                until = now + timedelta(days=wanted["days_left"])
                rest = {"department": wanted["department"], "staff_id": "system", "since": since}
                entry = new_entry(story["id"], product, wanted["list"], wanted["reason"], until=until, **rest)
                insert(connection, entry)
