"""Suggested wealth products as replies."""

from typing import Any

from actions.answers.knowledge import answered
from actions.cards.wealth import wealth_card
from actions.dialogue.questions import ask
from actions.items.offer import answer_to_offer, on_the_table
from actions.items.refined import wealth_wish
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.replies.reply import Reply, choices, with_risk
from actions.wealth.need import as_need, wealth_need
from actions.wealth.order import begin_order
from actions.wording import say
from recsys.engine import Engine
from recsys.offer.decision import Decision
from recsys.wealth.advice import recommend_wealth

RECOMMEND = "action_recommend_wealth"


def offer_wealth(engine: Engine, turn: Turn, known: dict[str, Any]) -> Said:
    """What is missing is asked; then the cards, or plainly that nothing fits, or nothing else does."""
    shelf = engine.catalogue.wealth
    wish = wealth_wish(turn, [shelf[id] for id in turn.focus if id in shelf])
    if wish:
        known = known | {"asked": ["amount", "term"]} | wish
    decision = recommend_wealth(
        engine,
        turn.customer_id,
        need=as_need(known),
        channel=turn.channel,
        now=turn.at,
        conversation_id=turn.conversation_id,
    )
    if decision.missing:
        asked = with_risk([ask(decision.missing, engine.catalogue, known)])
        return Said(asked, question=decision.missing, task=RECOMMEND, need=known)
    if wish and not decision.items:
        no_other = with_risk([choices("wealth_no_other")])
        return Said(no_other, question="offer", task=RECOMMEND, need=known, topic=turn.topic)
    if not decision.items:
        return Said(with_risk([choices("wealth_nothing", note=decision.note or "")]))
    return _cards(engine, turn, decision, known)


def answer_to_wealth(engine: Engine, turn: Turn) -> Said | None:
    """What a customer says to the products on the table."""
    return answer_to_offer(
        engine,
        turn,
        asks="ask_wealth_recommend",
        shelf=engine.catalogue.wealth,
        question="which_wealth",
        task="action_order_wealth",
        start=begin_order,
    )


def without_product(engine: Engine, turn: Turn) -> Said:
    """A wish to buy with a sum or a term leads to suggestions; how it is done, to the knowledge base."""
    known = wealth_need(turn, RECOMMEND, local_day(engine, turn))
    unclear = any(says(turn.text, cue) for cue in ("how_to", "other_order", "redeem"))
    if unclear or not known.keys() & {"amount", "term_days", "kinds"}:
        return answered(engine, turn)
    return offer_wealth(engine, turn, known)


def _cards(engine: Engine, turn: Turn, decision: Decision, known: dict[str, Any]) -> Said:
    intro: Reply = {"type": "text", "text": say("wealth_offer", count=len(decision.items))}
    cards = [wealth_card(engine.catalogue.wealth[item.product_id], item, decision) for item in decision.items]
    return on_the_table(turn, decision, with_risk([intro, *cards]), task=RECOMMEND, need=known)
