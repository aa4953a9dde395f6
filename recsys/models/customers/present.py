"""What is known now of our customers, as the models look at it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from recsys.contacts.contact import Contact
from recsys.engine import Engine
from recsys.models.customers.features import features
from recsys.models.customers.observe import Observation
from recsys.sql import schema as t
from recsys.tags.fold import personalised
from recsys.tags.store import load_states

CHUNK = 200
Tagged = dict[str, frozenset[str]]  # keys of the tags by customer


def everybody(engine: Engine) -> list[str]:
    """Ids of all customers of whom anything is known, in order."""
    with engine.read() as connection:
        c = t.tag_facts.c.customer_id
        return list(connection.scalars(sa.select(c).order_by(c)))


def observed(engine: Engine, ids: Sequence[str], now: datetime) -> Iterator[tuple[list[Observation], Tagged]]:
    """Chunk by chunk those who allow personalisation, and the tags of all."""
    for start in range(0, len(ids), CHUNK):
        with engine.read() as connection:
            yield _chunk(connection, ids[start : start + CHUNK], now)


def _chunk(connection: sa.Connection, ids: Sequence[str], now: datetime) -> tuple[list[Observation], Tagged]:
    contacts: dict[str, list[Contact]] = defaultdict(list)
    mine = sa.select(t.contacts).where(t.contacts.c.customer_id.in_(ids), t.contacts.c.at <= now)
    for row in connection.execute(mine.order_by(t.contacts.c.at)):
        contacts[row.customer_id].append(Contact(**row._asdict()))
    states = load_states(connection, ids)
    seen = [
        Observation(one, now, features(state.facts, contacts[one], now), {}, contacts[one])
        for one, state in states.items()
        if personalised(state.facts)
    ]
    return seen, {one: frozenset(state.tags) for one, state in states.items()}
