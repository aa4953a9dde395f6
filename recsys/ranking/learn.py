"""Learn from the log: every offer that was shown counts once, with its answer, whatever the batches.

What a customer's events say is a pure function of them. A batch takes away what was known of the customers
that it concerns and adds what is known now; in whole numbers that is exactly what the whole log gives.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.store import event_of
from recsys.ranking.learned import store, summed
from recsys.ranking.outcomes import TYPES, Body, outcomes
from recsys.ranking.past import SHOWN
from recsys.ranking.sums import Shown, Sums, add
from recsys.ranking.table import ranking
from recsys.sql import schema as t

CHUNK = 400  # customers at a time


@dataclass(frozen=True, slots=True)
class Lesson:
    """``customers`` had something new; ``version`` is in use now, none when there was nothing to learn."""

    customers: int
    shown: int
    taken: int
    version: str | None


def learn_log(engine: Engine, *, rebuild: bool = False) -> Lesson:
    """Take in what is new in the log, or with ``rebuild`` all of it, and put the new version into use."""
    before = Sums() if rebuild else summed(engine.settings.var)
    after, customers = updated(engine, before)
    if not customers:
        return Lesson(0, 0, 0, None)
    # Only who learns needs the library: it takes a second to load.
    from recsys.ranking.linucb import learn

    made = learn(after, list(engine.catalogue.items.values()), ranking())
    version = store(engine.settings.var, after, made)
    return Lesson(customers, int(after.shown.sum()), int(after.taken.sum()), version)


def news(engine: Engine) -> bool:
    """Whether the log has anything that was not learned from."""
    with engine.read() as connection:
        return (
            connection.scalar(sa.select(t.events.c.seq).where(_fresh(summed(engine.settings.var))).limit(1))
            is not None
        )


def updated(engine: Engine, sums: Sums) -> tuple[Sums, int]:
    """The sums with everything up to the last event that matters, and how many customers it concerned."""
    e, fresh = t.events.c, _fresh(sums)
    with engine.read() as connection:
        until = connection.scalar(sa.select(sa.func.max(e.seq)).where(fresh))
        if until is None:
            return sums, 0
        concerned = sa.select(e.customer_id).where(fresh, e.seq <= until).distinct()
        ids = sorted(connection.scalars(concerned))
    for start in range(0, len(ids), CHUNK):
        gone, come = _changes(engine, ids[start : start + CHUNK], sums.until, until)
        sums = add(add(sums, gone, sums.until, sign=-1), come, sums.until)
    return add(sums, (), until), len(ids)


def _fresh(sums: Sums) -> sa.ColumnElement[bool]:
    return sa.and_(t.events.c.type.in_(TYPES), t.events.c.seq > sums.until)


def _changes(engine: Engine, ids: Sequence[str], known: int, until: int) -> tuple[list[Shown], list[Shown]]:
    """What these customers' events said up to ``known``, and what they say up to ``until``."""
    with engine.read() as connection:
        events = _events(connection, ids, until)
        bodies = dict(_bodies(connection, [event for mine in events.values() for _, event in mine]))
    gone: list[Shown] = []
    come: list[Shown] = []
    for mine in events.values():
        gone += outcomes([event for seq, event in mine if seq <= known], bodies)
        come += outcomes([event for _, event in mine], bodies)
    return gone, come


def _events(connection: sa.Connection, ids: Sequence[str], until: int) -> dict[str, list[tuple[int, Event]]]:
    e = t.events.c
    query = sa.select(t.events).where(e.customer_id.in_(ids), e.type.in_(TYPES), e.seq <= until)
    found: dict[str, list[tuple[int, Event]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.customer_id].append((row.seq, event_of(row)))
    return found


def _bodies(connection: sa.Connection, events: Sequence[Event]) -> Iterator[tuple[str, Body]]:
    d = t.decisions.c
    shown = {str(event.payload.get("decision_id")) for event in events if event.type == SHOWN}
    offers = sorted(shown)
    for start in range(0, len(offers), CHUNK):
        some = d.decision_id.in_(offers[start : start + CHUNK])
        query = sa.select(d.decision_id, d.body).where(some, d.line == "offer")
        for row in connection.execute(query):
            yield row.decision_id, json.loads(row.body)
