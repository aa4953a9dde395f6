"""The frame of every decision for a customer: gather what it depends on, decide, keep it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kb.catalogue.catalogue import Catalogue
from recsys.customers.customer import Customer
from recsys.customers.load import USAGE_MONTHS
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.offer.decision import Decision, Line, Suggestion, Suppressed
from recsys.offer.decision_log import log_decision
from recsys.offer.standing import Facts, known
from recsys.offer.wording import wording_version


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


def frame(
    engine: Engine,
    customer_id: str,
    *,
    channel: str,
    now: datetime,
    k: int,
    months: int = USAGE_MONTHS,
) -> dict[str, Any]:
    """The fields of ``Case`` for one request, with so many months of use. Raises UnknownCustomer."""
    who, facts = known(engine, customer_id, now, months)
    return framed(who, facts, channel=channel, now=now, day=now.astimezone(engine.settings.zone).date(), k=k)


def framed(who: Customer, facts: Facts, *, channel: str, now: datetime, day: date, k: int) -> dict[str, Any]:
    """The same from what was read; the decision gets its id here."""
    return {
        "decision_id": new_id("d"),
        "customer": who,
        "facts": facts,
        "k": k,
        "channel": channel,
        "at": now,
        "day": day,
    }


def decided(
    case: Case,
    catalogue: Catalogue,
    line: Line,
    *,
    need: Mapping[str, Any],
    rules: str,
    items: tuple[Suggestion, ...] = (),
    suppressed: Iterable[Suppressed] = (),
    missing: str | None = None,
    note: str | None = None,
    **versions: str,
) -> Decision:
    """The decision of a case: ``need`` as it was asked for, ``rules`` and ``versions`` it was made by."""
    made_by = {"catalogue": catalogue.version, "rules": rules, "wording": wording_version()}
    return Decision(
        decision_id=case.decision_id,
        customer_id=case.customer.id,
        line=line,
        channel=case.channel,
        at=case.at,
        items=items,
        suppressed=tuple(suppressed),
        versions=made_by | versions,
        request={"need": dict(need), "k": case.k},
        missing=missing,
        note=note,
    )


def kept(engine: Engine, case: Case, decision: Decision, conversation_id: str | None) -> Decision:
    """The decision, logged with its case unless something must be asked first."""
    if decision.missing is None:
        log_decision(engine, decision, case, conversation_id=conversation_id)
    return decision
