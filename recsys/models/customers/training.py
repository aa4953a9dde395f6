"""Train what is foreseen of our own customers: from the event log, or from a simulated past."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

import sqlalchemy as sa

from kb.catalogue.catalogue import Catalogue
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.store import event_of
from recsys.models.customers.aims import Aim, aims
from recsys.models.customers.observe import DAY, Observation, observe, table_of
from recsys.models.model import Model
from recsys.models.table import DataError
from recsys.models.train import Plan, train
from recsys.simulator.life import Life, lives
from recsys.sql import schema as t

TESTED = 90  # days before now on which the held-out observations stand: all outcomes are known
TRAINED = (240, 210, 180)  # early enough for their outcomes to be over before the held-out day


def from_log(engine: Engine, now: datetime) -> list[Observation]:
    """Every customer on four days of the past, each with what happened afterwards."""
    return [
        observe(customer_id, events, now - timedelta(days=days), known_after=True)
        for customer_id, events in logged(engine)
        for days in (*TRAINED, TESTED)
        if _known(events, now - timedelta(days=days))
    ]


def simulated(
    catalogue: Catalogue, size: int, seed: int, now: datetime
) -> tuple[list[Life], list[Observation]]:
    """Made-up people: four fifths of them half a year ago, the others a quarter ago."""
    past = now - timedelta(days=2 * TESTED)
    found = list(lives(catalogue, size * 4 // 5, seed, past))
    found += lives(catalogue, size - len(found), seed + 1, past + timedelta(days=TESTED))
    return found, [
        observe(life.customer_id, [*life.before, *life.after], life.now, known_after=True) for life in found
    ]


def train_aims(observations: Sequence[Observation], seed: int = 0) -> Iterator[tuple[Aim, Model | DataError]]:
    """One model per aim, or why there cannot be one; measured on the latest day."""
    for aim in aims():
        try:
            if not observations:
                raise DataError("nobody was a customer half a year ago")
            yield aim, train(table_of(observations, aim.key), Plan(aim.key, DAY, seed=seed))
        except DataError as error:
            yield aim, error


def logged(engine: Engine) -> Iterator[tuple[str, list[Event]]]:
    """The whole log, customer by customer."""
    e = t.events.c
    with engine.read() as connection:
        rows = connection.execute(sa.select(t.events).order_by(e.customer_id, e.at, e.seq))
        for customer_id, group in groupby(map(event_of, rows), key=lambda event: event.customer_id):
            yield customer_id, list(group)


def _known(events: Sequence[Event], day: datetime) -> bool:
    """Whether somebody was a customer on that day already, and still."""
    types = {event.type for event in events if event.at <= day}
    return "customer.registered" in types and "customer.left" not in types
