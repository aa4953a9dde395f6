"""Suggested plans as replies."""

from typing import Any

from actions.answers.knowledge import answered
from actions.cards.plan import suggestion_card
from actions.cards.plan_cost import own_months
from actions.dialogue.questions import ask
from actions.items.offer import answer_to_offer, on_the_table
from actions.items.pointed import pointed_card
from actions.items.reference import plans_asked
from actions.items.refined import tariff_wish
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.plans.lowest import lowest_fee
from actions.plans.need import ACTION as RECOMMEND
from actions.plans.need import as_need, plan_need, wishes
from actions.plans.order import CHANGE, order_one_of
from actions.replies.reply import Reply, choices
from actions.wording import say
from recsys.engine import Engine
from recsys.offer.decision import Decision
from recsys.tariff.advice import recommend_plan


def suggest_plans(engine: Engine, turn: Turn) -> Said:
    """What is missing is asked; then the plans that suit what is known by now.

    A question on one named plan is answered with that plan.
    """
    if not wishes(turn) and (card := pointed_card(engine, turn)):
        return card
    shown = [engine.catalogue.plans[id] for id in turn.focus if id in engine.catalogue.plans]
    wish = tariff_wish(turn, shown)
    need = plan_need(turn) | wish
    decision = recommend_plan(
        engine,
        turn.customer_id,
        need=as_need(need),
        channel=turn.channel,
        now=turn.at,
        conversation_id=turn.conversation_id,
    )
    if decision.missing:
        asked = ask(decision.missing, engine.catalogue, need)
        return Said([asked], question=decision.missing, task=RECOMMEND, need=need)
    if wish and set(turn.focus) >= {item.product_id for item in decision.items}:
        return _nothing_more(turn, wish)
    return _offered(engine, turn, decision, need | wish)


def _nothing_more(turn: Turn, wish: dict[str, Any]) -> Said:
    """What was shown stays on the table: nothing else is better, or nothing costs less on the whole."""
    key = "cheaper_none" if "budget" in wish else "more_none"
    return Said([choices(key)], question=turn.question and "offer", task=RECOMMEND, topic=turn.topic)


def _offered(engine: Engine, turn: Turn, decision: Decision, need: dict[str, Any]) -> Said:
    """Up to three cards, or plainly that nothing would save."""
    if not decision.items:
        return _nothing(engine, turn, decision)
    own = need.get("for_person", "self") == "self"
    months = own_months(engine, turn) if own else ()
    key = "plan_offer_usage" if months else "plan_offer_stated"
    intro = say(key, count=len(decision.items), months=len(months))
    if decision.note:
        intro += say("plan_offer_note", note=decision.note)
    cards = [suggestion_card(engine, decision, item, months) for item in decision.items]
    messages = [{"type": "text", "text": intro}, *cards]
    return on_the_table(turn, decision, messages, task=RECOMMEND, need=need)


def _nothing(engine: Engine, turn: Turn, decision: Decision) -> Said:
    """Nothing saves; whoever asks for the cheapest hears which that is, and what speaks against it."""
    refused = any(one.code == "declined" for one in decision.suppressed)
    note = say("plan_nothing_else") if refused else decision.note or ""
    told: list[Reply] = [choices("plan_nothing", note=note)]
    if says(turn.text, "lowest") and (lowest := lowest_fee(engine.catalogue, decision)):
        told = [{"type": "text", "text": f"{note}。"}, lowest]
    return Said(told, topic={"about": "plan"})


def without_name(engine: Engine, turn: Turn) -> Said:
    """A change to no named plan: wishes lead to suggestions, how-to to an answer, else which one is asked."""
    if wishes(turn):
        return suggest_plans(engine, turn)
    if says(turn.text, "how_to"):
        return answered(engine, turn)
    need = {"options": [id for id in turn.focus if id in engine.catalogue.plans]}
    return Said([ask("which_plan", engine.catalogue, need)], question="which_plan", task=CHANGE, need=need)


def answer_to_plans(engine: Engine, turn: Turn) -> Said | None:
    """What a customer says to the plans on the table."""
    return answer_to_offer(
        engine,
        turn,
        asks="ask_plan_recommend",
        shelf=engine.catalogue.plans,
        question="which_plan",
        task=CHANGE,
        start=_start,
    )


def _start(engine: Engine, turn: Turn, plan_id: str) -> Said:
    """「29那个」 may mean two of those shown: then which one is asked."""
    asked = plans_asked(turn, engine.catalogue.plans, local_day(engine, turn))
    return order_one_of(engine, turn, asked or [plan_id])
