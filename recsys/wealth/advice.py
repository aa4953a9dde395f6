"""Suggest wealth products to a customer, and keep the decision."""

from datetime import datetime
from typing import Any

from kb.catalogue.catalogue import Catalogue
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.offer.decision import Decision
from recsys.offer.decision_log import log_decision
from recsys.offer.snapshot import from_plain
from recsys.offer.standing import facts_of
from recsys.wealth.wealth_case import WealthCase, WealthNeed
from recsys.wealth.wealth_choice import decide_wealth

__all__ = ["WealthNeed", "recommend_wealth", "recompute"]


def recommend_wealth(
    engine: Engine,
    customer_id: str,
    *,
    need: WealthNeed,
    channel: str,
    now: datetime,
    k: int = 3,
    proactive: bool = False,
    with_agent: bool = False,
    conversation_id: str | None = None,
) -> Decision:
    """Decide and log. With ``missing`` set (assessment, amount, term) nothing was decided: ask that first.

    Raises UnknownCustomer.
    """
    case = WealthCase(
        decision_id=new_id("d"),
        customer=customer(engine, customer_id, now),
        facts=facts_of(engine, customer_id),
        need=need,
        k=k,
        channel=channel,
        at=now,
        day=now.astimezone(engine.settings.zone).date(),
        proactive=proactive,
        with_agent=with_agent,
    )
    decision = decide_wealth(case, engine.catalogue)
    if decision.missing is None:
        log_decision(engine, decision, case, conversation_id=conversation_id)
    return decision


def recompute(snapshot: dict[str, Any], catalogue: Catalogue) -> Decision:
    """The decision that the logged case leads to."""
    return decide_wealth(from_plain(WealthCase, snapshot), catalogue)
