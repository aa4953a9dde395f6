"""A life: what is known of somebody up to a day, what they then do, and the true chances of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from kb.catalogue.catalogue import Catalogue
from recsys.customers.population import Person, people
from recsys.customers.population.billing import monthly_bills
from recsys.customers.population.history import history
from recsys.events.event import Event
from recsys.simulator.chances import (
    CHANNELS,
    accept_chance,
    churn_chance,
    kinds,
    notice_chance,
    purchase_chance,
    world,
)
from recsys.simulator.circumstances import circumstances, complaints

LINES = {"plan": "mobile", "pack": "pack", "broadband": "broadband", "service": "service"}


@dataclass(frozen=True)
class Life:
    """``before`` and ``after`` are events up to and since ``now``. Chances and ``preferred`` are hidden."""

    customer_id: str
    now: datetime
    before: tuple[Event, ...]
    after: tuple[Event, ...]
    preferred: str
    churn: float
    purchase: Mapping[str, float]
    notice: Mapping[str, float]  # by channel
    accept: Mapping[tuple[str, str], float]  # by kind and channel

    def accepts(self, kind: str, channel: str, seed: int) -> bool:
        """Whether this person would take the offer; the same question has the same answer."""
        return Random(f"{seed}/{self.customer_id}/{kind}/{channel}").random() < self.accept[kind, channel]


def lives(catalogue: Catalogue, size: int, seed: int, now: datetime) -> Iterator[Life]:
    """The lives of a population of that seed as of ``now``; none of the named stories."""
    for number, person in enumerate(people(catalogue, size + 20, seed, now)):
        if number >= 20:
            yield live(catalogue, person, seed, now)


def live(catalogue: Catalogue, person: Person, seed: int, now: datetime) -> Life:
    """One life; the same arguments, the same life."""
    before = tuple(history(catalogue, person, list(monthly_bills(catalogue, person)), seed, now))
    around = circumstances(person, before, now)
    angry = frozenset(event.channel for event in complaints(before, now))
    preferred = person.truth.channel
    notice = {channel: notice_chance(preferred, channel, around, angry) for channel in CHANNELS}
    churn = churn_chance(around)
    purchase = {kind: purchase_chance(kind, around) for kind in kinds()}
    accept = {
        (kind, channel): accept_chance(kind, channel, notice[channel], around)
        for kind in kinds()
        for channel in CHANNELS
    }
    rng = Random(f"{seed}/{person.id}/after")
    after = tuple(_after(rng, person.id, now, churn, purchase, preferred))
    return Life(person.id, now, before, after, preferred, churn, purchase, notice, accept)


def _after(
    rng: Random, customer_id: str, now: datetime, churn: float, purchase: Mapping[str, float], channel: str
) -> Iterator[Event]:
    """Who leaves still buys before; ids are fixed."""
    days = world()["days"]
    happened: list[tuple[datetime, str, dict[str, str]]] = []
    for kind, chance in purchase.items():
        at, buys = _moment(rng, now, days["purchase"]), rng.random() < chance
        if buys:
            line = LINES.get(kind, "wealth")
            happened.append((at, "order.placed", {"line": line, "kind": kind, "action": "order"}))
    at, leaves = _moment(rng, now, days["churn"]), rng.random() < churn
    if leaves:
        happened.append((at, "customer.left", {"reason": "携号转网"}))
    for number, (at, name, payload) in enumerate(sorted(happened, key=lambda item: item[0])):
        yield Event(name, customer_id, at, channel, "customer", payload, id=f"a_{customer_id}_{number:03d}")


def _moment(rng: Random, now: datetime, days: int) -> datetime:
    return now + timedelta(minutes=rng.randint(1, days * 24 * 60 - 1))
