"""The frame of every decision for a customer: gather what it depends on, decide, keep it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from recsys.customers.customer import Customer
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.offer.decision import Decision
from recsys.offer.decision_log import log_decision
from recsys.offer.standing import Facts, facts_of


@dataclass(frozen=True, slots=True)
class Case:
    """What every decision depends on, as plain values that a snapshot keeps; subclasses add the need.

    ``k`` is how many are suggested at most, ``day`` the customer's own date at ``at``.
    """

    decision_id: str
    customer: Customer
    facts: Facts
    k: int
    channel: str
    at: datetime
    day: date


def frame(engine: Engine, owner: Customer, *, channel: str, now: datetime, k: int) -> dict[str, Any]:
    """The fields of ``Case`` for one request."""
    return {
        "decision_id": new_id("d"),
        "customer": owner,
        "facts": facts_of(engine, owner.id, now),
        "k": k,
        "channel": channel,
        "at": now,
        "day": now.astimezone(engine.settings.zone).date(),
    }


def kept(engine: Engine, case: Case, decision: Decision, conversation_id: str | None) -> Decision:
    """The decision, logged with its case unless something must be asked first."""
    if decision.missing is None:
        log_decision(engine, decision, case, conversation_id=conversation_id)
    return decision
