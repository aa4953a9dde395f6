"""Consent per channel and purpose: append-only, with proof; the latest word counts at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from recsys.contacts.pending import cancel_pending
from recsys.engine import Engine
from recsys.events.event import Actor, Event
from recsys.events.log import enqueue
from recsys.sql import schema as t

PURPOSES = ("marketing", "care", "personalisation", "sensitive")
ANY = "*"
_SAID = (
    sa.select(t.consents.c.channel, t.consents.c.purpose, t.consents.c.given)
    .where(t.consents.c.customer_id == sa.bindparam("id"))
    .order_by(t.consents.c.at.desc(), t.consents.c.id.desc())
)


@dataclass(frozen=True, slots=True)
class Said:
    """One decision of a customer; ``channel`` may be ``ANY``."""

    channel: str
    purpose: str
    given: bool

    def is_about(self, channel: str, purpose: str) -> bool:
        """Whether it counts for that channel and purpose."""
        return self.purpose == purpose and self.channel in (channel, ANY)


def record_consent(
    engine: Engine,
    customer_id: str,
    channel: str,
    purpose: str,
    given: bool,
    *,
    proof: dict[str, Any],
    now: datetime,
    actor: Actor = "customer",
) -> None:
    """Store what the customer decided; ``channel`` "*" means everywhere. ``proof``: what was said, where.

    Withdrawn marketing takes back what was planned, in the same transaction.
    """
    if purpose not in PURPOSES:
        raise ValueError(f"unknown purpose {purpose!r}; use one of {', '.join(PURPOSES)}")
    kind = "consent.given" if given else "consent.withdrawn"
    event = Event(
        kind,
        customer_id,
        now,
        str(proof.get("channel", channel)),
        actor,
        {"channel": channel, "purpose": purpose, "proof": proof},
        conversation_id=proof.get("conversation_id"),
    )
    with engine.write() as connection:
        connection.execute(
            t.consents.insert().values(
                customer_id=customer_id,
                channel=channel,
                purpose=purpose,
                given=given,
                at=now,
                proof={**proof, "event_id": event.id},
            )
        )
        enqueue(connection, [event])
        if purpose == "marketing" and not given:
            where = None if channel == ANY else channel
            enqueue(connection, cancel_pending(connection, customer_id, "opted_out", now, channel=where))


def stop_marketing(
    engine: Engine, customer_id: str, *, proof: dict[str, Any], now: datetime, channel: str = ANY
) -> None:
    """No more marketing in any channel, or in one; effective at once; what was planned is cancelled."""
    record_consent(engine, customer_id, channel, "marketing", False, proof=proof, now=now)


def has_consent(
    connection: sa.Connection, customer_id: str, channel: str, purpose: str, *, default: bool = False
) -> bool:
    """The latest decision for this channel or for all channels; ``default`` when there is none."""
    return agreed(said_by(connection, customer_id), channel, purpose, default=default)


def said_by(connection: sa.Connection, customer_id: str) -> tuple[Said, ...]:
    """All that a customer ever decided, newest first."""
    return tuple(Said(*row) for row in connection.execute(_SAID, {"id": customer_id}))


def agreed(said: Iterable[Said], channel: str, purpose: str, *, default: bool = False) -> bool:
    """``has_consent`` from what was read."""
    return next((one.given for one in said if one.is_about(channel, purpose)), default)


def consents_of(engine: Engine, customer_id: str) -> list[dict[str, Any]]:
    """Every decision with its proof, newest first."""
    c = t.consents.c
    query = sa.select(t.consents).where(c.customer_id == customer_id).order_by(c.at.desc(), c.id.desc())
    with engine.read() as connection:
        return [row._asdict() for row in connection.execute(query)]


def personalisation_allowed(engine: Engine, customer_id: str) -> bool:
    """Whether decisions may look at tags; yes until the customer withdraws."""
    with engine.read() as connection:
        return has_consent(connection, customer_id, ANY, "personalisation", default=True)
