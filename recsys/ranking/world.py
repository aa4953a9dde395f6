"""What the database says of one customer, as far as it bears on an offer: one moment, one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from recsys.contacts.consent import said_by
from recsys.contacts.contact import Contact
from recsys.contacts.relation import PITCH, Reach, Relation, reach_in, troubles_of
from recsys.contacts.store import contacts_of
from recsys.customers.customer import Customer
from recsys.customers.load import record_in
from recsys.events.event import Event
from recsys.offer.standing import Facts, facts_in
from recsys.ranking.past import past_events
from recsys.sql import schema as t
from recsys.tariff.usage import MONTHS

_TOLD = sa.select(t.tag_facts.c.facts).where(t.tag_facts.c.customer_id == sa.bindparam("id"))


@dataclass(frozen=True, slots=True)
class World:
    """``contacts`` and ``events`` up to the moment, oldest first; ``told``: what the fold remembers.

    ``reach`` is known of those who would be approached.
    """

    customer: Customer
    facts: Facts
    relation: Relation
    reach: Reach | None
    contacts: tuple[Contact, ...]
    events: tuple[Event, ...]
    told: Mapping[str, Any]


def world_in(
    connection: sa.Connection, customer_id: str, day: date, now: datetime, *, approached: bool
) -> World:
    """As the transaction sees it; ``day`` is the customer's own. Raises UnknownCustomer."""
    record = record_in(connection, customer_id, day, MONTHS)
    who = record.customer.id
    contacts = contacts_of(connection, who)
    began = next((one.at for one in contacts if one.kind != PITCH), None)
    return World(
        customer=record.customer,
        facts=facts_in(connection, record, now),
        relation=Relation(said_by(connection, who), troubles_of(connection, who), began),
        reach=reach_in(connection, who, day) if approached else None,
        contacts=tuple(one for one in contacts if one.at <= now),
        events=past_events(connection, who, now),
        told=connection.scalar(_TOLD, {"id": who}) or {},
    )
