"""Suggest a plan to a customer, explain it, and keep the decision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kb.catalogue.catalogue import Catalogue
from recsys.engine import Engine
from recsys.offer.case import frame, kept
from recsys.offer.decision import Decision, Saving
from recsys.offer.decision_log import load_decision
from recsys.offer.snapshot import from_plain
from recsys.tariff.need import TariffNeed
from recsys.tariff.plan_case import PlanCase
from recsys.tariff.plan_choice import decide_plan
from recsys.tariff.usage import MONTHS

__all__ = ["Explanation", "TariffNeed", "explain", "recommend_plan", "recompute"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The candidate's bills as ``Bill.to_dict``, with ``today``: what that month cost, when it is known."""

    product_id: str
    title: str
    saving: Saving | None
    bills: tuple[dict[str, Any], ...]


def recommend_plan(
    engine: Engine,
    customer_id: str,
    *,
    need: TariffNeed,
    channel: str,
    now: datetime,
    k: int = 3,
    conversation_id: str | None = None,
) -> Decision:
    """Decide and log. With ``missing`` set nothing was decided: ask that question first.

    Raises UnknownCustomer.
    """
    begun = frame(engine, customer_id, channel=channel, now=now, k=k, months=MONTHS)
    case = PlanCase(need=need, **begun)
    return kept(engine, case, decide_plan(case, engine.catalogue), conversation_id)


def recompute(snapshot: dict[str, Any], catalogue: Catalogue) -> Decision:
    """The decision that the logged case leads to."""
    return decide_plan(from_plain(PlanCase, snapshot), catalogue)


def explain(engine: Engine, decision_id: str, product_id: str) -> Explanation:
    """The bill lines behind a suggestion. Raises UnknownDecision, or KeyError if it was not suggested."""
    decision = load_decision(engine, decision_id)
    for item in decision.items:
        if item.product_id == product_id:
            return Explanation(product_id, item.title, item.saving, item.bills)
    raise KeyError(product_id)
