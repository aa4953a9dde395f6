"""Suggest wealth products to a customer, and keep the decision."""

from datetime import datetime
from typing import Any

from kb.catalogue.catalogue import Catalogue
from recsys.engine import Engine
from recsys.offer.case import frame, kept
from recsys.offer.decision import Decision
from recsys.offer.snapshot import from_plain
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
    begun = frame(engine, customer_id, channel=channel, now=now, k=k)
    case = WealthCase(need=need, proactive=proactive, with_agent=with_agent, **begun)
    return kept(engine, case, decide_wealth(case, engine.catalogue), conversation_id)


def recompute(snapshot: dict[str, Any], catalogue: Catalogue) -> Decision:
    """The decision that the logged case leads to."""
    return decide_wealth(from_plain(WealthCase, snapshot), catalogue)
