"""Observations: what was known of customers as of a day, and what happened afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from recsys.contacts.contact import Contact
from recsys.contacts.follow import follow_all
from recsys.events.event import Event
from recsys.models.customers.aims import aims, happened
from recsys.models.customers.features import Row, features
from recsys.models.table import Column, Table
from recsys.tags.facts import Facts, learn

DAY = "day"  # the time column: days since 1970


@dataclass(frozen=True)
class Observation:
    """``known`` as of ``now``; ``outcomes`` by the key of the aim, empty where the future is not known.

    ``contacts`` are those up to ``now``, in the order of time.
    """

    customer_id: str
    now: datetime
    known: Row
    outcomes: Mapping[str, bool]
    contacts: Sequence[Contact]


def observe(customer_id: str, events: Sequence[Event], now: datetime, *, known_after: bool) -> Observation:
    """Look at one customer's events, in the order of time; what lies after ``now`` is outcome only."""
    facts, contacts = folded(event for event in events if event.at <= now)
    after = [event for event in events if event.at > now]
    outcomes = {aim.key: happened(aim, after, now) for aim in aims()} if known_after else {}
    return Observation(customer_id, now, features(facts, contacts, now), outcomes, contacts)


def folded(events: Iterable[Event]) -> tuple[Facts, list[Contact]]:
    """Facts and contacts, as the worker keeps them."""
    facts: Facts = {}
    known = list(events)
    for event in known:
        facts = learn(facts, event)
    return facts, follow_all(known)


def table_of(observations: Sequence[Observation], key: str | None = None) -> Table:
    """One row per observation: the features, ``day``, and the outcome ``key`` as "yes" or "no"."""
    names = observations[0].known
    columns: dict[str, Column] = {
        name: np.array(
            [one.known[name] for one in observations], dtype=object if isinstance(first, str) else np.float64
        )
        for name, first in names.items()
    }
    columns[DAY] = np.array([one.now.timestamp() // 86_400 for one in observations], dtype=np.float64)
    if key is not None:
        columns[key] = np.array(["yes" if one.outcomes[key] else "no" for one in observations], dtype=object)
    return Table(columns)
