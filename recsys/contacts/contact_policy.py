"""May we contact this customer now? Every proactive contact asks here, and takes a slot before it is sent."""

from datetime import datetime

import sqlalchemy as sa

from recsys.contacts.contact_rules import MARKETING, Wish, refusal, unwelcome
from recsys.contacts.relation import reach_in, relation_in
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.sql import schema as t
from recsys.sql.lock import customer_lock, hold


def may_contact(
    engine: Engine, customer_id: str, channel: str, purpose: str, product_id: str | None, now: datetime
) -> str | None:
    """None when it is allowed, else the code of the first rule that forbids it; takes no slot."""
    with engine.read() as connection:
        return _refusal(connection, engine, customer_id, wish_of(engine, channel, purpose, now, product_id))


def may_mention(engine: Engine, customer_id: str, channel: str, now: datetime) -> str | None:
    """May we bring up an offer with a customer who talks to us in that channel? None, or the code."""
    with engine.read() as connection:
        relation = relation_in(connection, customer_id)
    return unwelcome(relation, engine.settings.contact, wish_of(engine, channel, MARKETING, now))


def wish_of(engine: Engine, channel: str, purpose: str, now: datetime, product_id: str | None = None) -> Wish:
    """A wish to make a contact now."""
    local = now.astimezone(engine.settings.zone)
    return Wish(channel, purpose, now, local, product_id, engine.catalogue.items.get(product_id or ""))


def reserve_contact(
    engine: Engine, customer_id: str, channel: str, purpose: str, product_id: str | None, now: datetime
) -> tuple[str | None, str | None]:
    """Check again and take a slot in the same transaction: (slot id, None) or (None, code).

    No cap is exceeded by even one, however many workers ask at once. Give the slot back with
    ``release_contact`` when nothing was sent.
    """
    wish = wish_of(engine, channel, purpose, now, product_id)
    with engine.write() as connection:
        hold(connection, customer_lock(customer_id))
        code = _refusal(connection, engine, customer_id, wish)
        if code is not None:
            return None, code
        slot = new_id("k")
        connection.execute(
            t.contact_slots.insert().values(
                id=slot,
                customer_id=customer_id,
                channel=channel,
                purpose=purpose,
                product_id=product_id,
                day=wish.day,
                at=now,
            )
        )
        return slot, None


def release_contact(engine: Engine, slot: str) -> None:
    """The contact did not happen: the slot is free again."""
    with engine.write() as connection:
        connection.execute(t.contact_slots.delete().where(t.contact_slots.c.id == slot))


def _refusal(connection: sa.Connection, engine: Engine, customer_id: str, wish: Wish) -> str | None:
    relation, reach = relation_in(connection, customer_id), reach_in(connection, customer_id, wish.day)
    return refusal(relation, reach, engine.settings.contact, wish)
