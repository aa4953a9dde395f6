"""Work out a customer's standing from their record and the table of qualities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item
from recsys.customers.customer import Customer
from recsys.customers.lists import admission, entries_of
from recsys.customers.load import USAGE_MONTHS, Record, record_in
from recsys.engine import Engine
from recsys.offer.eligibility import Standing
from recsys.offer.refusal import declined_of


@dataclass(frozen=True, slots=True)
class Facts:
    """What the record says beyond ``Customer``, as plain values that a snapshot can keep."""

    job: str = ""
    qualities: tuple[str, ...] = ()  # granted by hand: salary_customer, pension_account …
    admission: tuple[tuple[str, Any], ...] = ()  # product id or "*", list
    booked: tuple[str, ...] = ()  # ordered, and not begun yet
    declined: tuple[tuple[str, datetime], ...] = ()  # not wanted: not offered again before


def facts_of(engine: Engine, customer_id: str, now: datetime) -> Facts:
    """What counts at ``now``. Raises UnknownCustomer."""
    return known(engine, customer_id, now)[1]


def known(
    engine: Engine, customer_id: str, now: datetime, months: int = USAGE_MONTHS
) -> tuple[Customer, Facts]:
    """The customer with so many months of use, and the facts of the same moment. Raises UnknownCustomer."""
    day = now.astimezone(engine.settings.zone).date()
    with engine.read() as connection:
        record = record_in(connection, customer_id, day, months)
        return record.customer, facts_in(connection, record, now)


def facts_in(connection: sa.Connection, record: Record, now: datetime) -> Facts:
    """``job`` and ``qualities`` of the profile, and the lists, orders and refusals that count at ``now``."""
    customer_id, profile = record.customer.id, record.profile
    listed = admission(entries_of(connection, customer_id), now)
    coming = sorted(record.coming, key=lambda one: one.id)
    return Facts(
        job=str(profile.get("job", "")),
        qualities=tuple(sorted(profile.get("qualities", ()))),
        admission=tuple(sorted(listed.items())),
        booked=tuple(one.product_id for one in coming),
        declined=tuple(sorted(declined_of(connection, customer_id, now).items())),
    )


def standing(
    customer: Customer,
    facts: Facts,
    catalogue: Catalogue,
    day: date,
    *,
    person: str = "self",
    without: Sequence[str] = (),
) -> Standing:
    """``person`` is whom the offer is for; ``without`` are lines that the offer would replace."""
    found = qualities(customer, facts, day) if person == "self" else for_person(person)
    return Standing(
        region=customer.region,
        held=tuple(item for item in held_items(customer, catalogue) if _line(item) not in without),
        qualities=frozenset(found),
        admission=dict(facts.admission),
    )


def held_items(customer: Customer, catalogue: Catalogue) -> Iterator[Item]:
    """Plan, subscriptions and wealth products that the catalogue still knows."""
    ids = [customer.plan_id, *customer.subscriptions, *(held.product_id for held in customer.holdings)]
    yield from (catalogue.items[id] for id in dict.fromkeys(ids) if id is not None and id in catalogue.items)


def qualities(customer: Customer, facts: Facts, day: date) -> Iterator[str]:
    """The customer's own, from the table and from what was granted by hand."""
    yield from facts.qualities
    age = customer.age_on(day)
    for rule in _table()["own"]:
        if "min_age" in rule and (age is None or age < rule["min_age"]):
            continue
        if "job" in rule and facts.job != rule["job"]:
            continue
        if rule.get("has_plan") and customer.plan_id is None:
            continue
        yield rule["quality"]


def for_person(person: str) -> Iterator[str]:
    """What somebody else is taken to qualify for; the suggestion names the condition."""
    yield from _table()["person"].get(person, ())


def _line(item: Item) -> str:
    return str(getattr(item, "line", ""))


@cache
def _table() -> Mapping[str, Any]:
    text = (Path(__file__).parent / "qualities.yml").read_text("utf-8")
    table: Mapping[str, Any] = yaml.safe_load(text)
    return table
