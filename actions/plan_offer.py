"""Suggested plans as replies."""

from typing import Any

from actions.offer import answer_to_offer
from actions.plan_card import suggestion_card
from actions.plan_cost import own_months
from actions.plan_order import CHANGE, order_plan
from actions.replies import choices
from actions.turn import Said, Turn
from actions.wording import say
from recsys.engine import Engine
from recsys.offer.decision import Decision


def offered_plans(engine: Engine, turn: Turn, decision: Decision, need: dict[str, Any]) -> Said:
    """Up to three cards, or plainly that nothing would save."""
    if not decision.items:
        return Said([choices("plan_nothing", note=decision.note or "")])
    own = need.get("for_person", "self") == "self"
    months = own_months(engine, turn) if own else ()
    key = "plan_offer_usage" if months else "plan_offer_stated"
    intro = say(key, count=len(decision.items), months=len(months))
    if decision.note:
        intro += say("plan_offer_note", note=decision.note)
    cards = [suggestion_card(engine, decision, item, months) for item in decision.items]
    return Said(
        [{"type": "text", "text": intro}, *cards],
        question="offer",
        need=need,
        focus=[item.product_id for item in decision.items],
        pending={"decision": decision.decision_id},
    )


def answer_to_plans(engine: Engine, turn: Turn) -> Said | None:
    """What a customer says to the plans on the table."""
    return answer_to_offer(
        engine,
        turn,
        asks="ask_plan_recommend",
        shelf=engine.catalogue.plans,
        question="which_plan",
        task=CHANGE,
        start=order_plan,
    )
