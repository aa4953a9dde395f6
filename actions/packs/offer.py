"""Suggested packs as replies, and an order for one of them."""

from typing import Any

from actions.cards.pack import pack_card, pack_price, validity
from actions.items.offer import answer_to_offer, on_the_table
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.orders.allowed import refusal
from actions.orders.placing import Wish, confirm, refused
from actions.packs.need import BUY, as_need
from actions.replies.reply import Reply, choices
from actions.wording import say
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.offer.decision import Decision
from recsys.tariff.packs import recommend_pack

_MEASURED = {"besides", "budget", "data_mb", "voice_min"}


def offered_packs(engine: Engine, turn: Turn, need: dict[str, Any]) -> Said:
    """Up to three cards; an honest word when what is left will do, or nothing else is better."""
    decision = recommend_pack(
        engine,
        turn.customer_id,
        need=as_need(need),
        channel=turn.channel,
        now=turn.at,
        conversation_id=turn.conversation_id,
    )
    if need.keys() & _MEASURED and set(turn.focus) >= {item.product_id for item in decision.items}:
        return Said([choices("pack_no_other")], question="offer", need=need, topic=turn.topic)
    if not decision.items:
        return Said([choices("pack_nothing", note=decision.note or "")])
    key = "pack_offer_note" if decision.note else "pack_offer"
    intro: Reply = {"type": "text", "text": say(key, count=len(decision.items), note=decision.note)}
    return packs_shown(engine, turn, decision, [intro], need)


def packs_shown(
    engine: Engine, turn: Turn, decision: Decision, before: list[Reply], need: dict[str, Any]
) -> Said:
    """The decision's packs as cards, open to be taken or refused."""
    cards = [pack_card(engine.catalogue.packs[item.product_id], item, decision) for item in decision.items]
    return on_the_table(turn, decision, [*before, *cards], task=BUY, need=need)


def answer_to_packs(engine: Engine, turn: Turn) -> Said | None:
    """What a customer says to the packs on the table."""
    return answer_to_offer(
        engine,
        turn,
        asks="buy_data_pack",
        shelf=engine.catalogue.packs,
        question="which_pack",
        task=BUY,
        start=order_pack,
    )


def order_pack(engine: Engine, turn: Turn, pack_id: str) -> Said:
    """Ask for a yes with price and validity, or say why not; 退 means the pack is to end."""
    owner = customer(engine, turn.customer_id, turn.at)
    if pack_id in owner.subscriptions and says(turn.text, "turn_off"):
        return pack_terms(engine, turn, Wish(pack_id, "cancel"))
    return pack_terms(engine, turn, Wish(pack_id, "order"))


def pack_terms(engine: Engine, turn: Turn, wish: Wish) -> Said:
    """The terms of one order for a pack, and the question for a yes; or why it cannot be."""
    pack = engine.catalogue.packs[wish.product_id]
    owner = customer(engine, turn.customer_id, turn.at)
    if wish.action == "cancel":
        return confirm(engine, turn, BUY, [wish], say("confirm_pack_end", title=pack.title))
    code = refusal(engine, turn, owner, pack) if owner.plan_id else "unknown_number"
    if code:
        return Said([refused(code)], focus=[pack.id])
    sentence = say("confirm_pack", title=pack.title, price=pack_price(pack), valid=validity(pack))
    return confirm(engine, turn, BUY, [wish], sentence)
