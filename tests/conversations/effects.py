"""What a conversation has changed in the stores."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from recsys.contacts.consent import has_consent
from recsys.customers.load import UnknownCustomer, customer
from recsys.engine import Engine
from recsys.service.ticket import tickets_of
from recsys.sql import schema as t
from recsys.tags.store import tags_of
from tests.conversations.figures import Figures
from tests.conversations.golden import After
from tests.fixtures.talk import Customer

PATIENCE_S = 3.0  # the worker folds within a second; a busy machine may take longer


@dataclass(frozen=True)
class Before:
    """What was there before the first word."""

    tickets: frozenset[str]
    orders: frozenset[str]


def opened_before(engine: Engine, customer_id: str) -> Before:
    """Tickets and orders as they stand."""
    return Before(
        frozenset(ticket.number for ticket in tickets_of(engine, customer_id)),
        frozenset(row.id for row in _orders(engine, customer_id)),
    )


def effect_flaws(
    engine: Engine, speaker: Customer, before: Before, after: After, known: Figures
) -> Iterator[str]:
    """What is not as the golden says."""
    yield from _order_flaws(engine, speaker.id, before, after, known)
    if after.tickets is not None:
        opened = [x.kind for x in tickets_of(engine, speaker.id) if x.number not in before.tickets]
        if sorted(opened) != sorted(after.tickets):
            yield f"tickets opened: {opened}, not {after.tickets}"
    for name, given in after.consents.items():
        channel, purpose = name.split("/")
        with engine.read() as connection:
            if has_consent(connection, speaker.id, channel, purpose, default=True) != given:
                yield f"consent {name} is not {given}"
    yield from _tag_flaws(engine, speaker.id, after)
    if after.assessed and getattr(customer(engine, speaker.id).risk, "level", None) != after.assessed:
        yield f"risk level is {customer(engine, speaker.id).risk}, not {after.assessed}"
    if after.waiting is not None and _waits(engine, speaker) != after.waiting:
        yield f"waits for a person: {not after.waiting}"
    if after.erased and not eventually(lambda: _gone(engine, speaker.id)):
        yield "the customer's talk is still there"


def _order_flaws(
    engine: Engine, customer_id: str, before: Before, after: After, known: Figures
) -> Iterator[str]:
    rows = [row for row in _orders(engine, customer_id) if row.id not in before.orders]
    placed = sorted((engine.catalogue.item(row.product_id).title, row.action) for row in rows)
    wanted = sorted((one["product"].format_map(known), one["action"]) for one in after.orders or [])
    if placed != wanted and after.orders is not None:
        yield f"orders: {placed}, not {wanted}"


def _tag_flaws(engine: Engine, customer_id: str, after: After) -> Iterator[str]:
    def keys() -> set[str]:
        return {tag.key for tag in tags_of(engine, customer_id, datetime.now(UTC))}

    if not eventually(lambda: set(after.tags) <= keys()):
        yield f"tags missing: {set(after.tags) - keys()}"
    if after.no_tags and not eventually(lambda: not set(after.no_tags) & keys()):
        yield f"tags that should be gone: {set(after.no_tags) & keys()}"


def eventually(holds: Callable[[], bool], seconds: float = PATIENCE_S) -> bool:
    """Whether it becomes true in time."""
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _orders(engine: Engine, customer_id: str) -> list[sa.Row[tuple[str, str, str]]]:
    o = t.orders.c
    with engine.read() as connection:
        query = sa.select(o.id, o.product_id, o.action).where(o.customer_id == customer_id)
        return list(connection.execute(query))


def _waits(engine: Engine, speaker: Customer) -> bool:
    return bool(engine.redis.hexists(f"huake:conv:{speaker.conversation}:meta", "waiting_since"))


def _gone(engine: Engine, customer_id: str) -> bool:
    try:
        known = tags_of(engine, customer_id, datetime.now(UTC))
    except UnknownCustomer:
        return True
    return not known
