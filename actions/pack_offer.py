"""Suggested packs as replies, and an order for one of them."""

from actions.cues import says
from actions.offer import answer_to_offer
from actions.pack_card import pack_card, pack_price, validity
from actions.placing import Wish, confirm, refused
from actions.replies import Reply, choices
from actions.turn import Said, Turn
from actions.values import days_of, local_day
from actions.wording import say
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.offer.decision import Decision
from recsys.offer.eligibility import rejection
from recsys.offer.standing import facts_of, standing
from recsys.tariff.need import middle
from recsys.tariff.packs import PackNeed, recommend_pack

BUY = "action_buy_pack"
_KINDS = ("night", "voice", "sms", "directed", "day")


def pack_need(turn: Turn) -> PackNeed:
    """What the message says about the pack."""
    kind = next((kind for kind in _KINDS if says(turn.text, f"pack_{kind}")), None)
    voice = turn.first("voice_minutes")
    return PackNeed(
        kind="voice" if voice and kind is None else kind,  # type: ignore[arg-type]  # one of _KINDS
        data_mb=turn.first("data_volume"),
        voice_min=voice,
        budget=turn.first("money"),
        days=middle(days_of(turn.first("duration"))) or None,
        renews=_renews(turn),
    )


def _renews(turn: Turn) -> bool | None:
    if says(turn.text, "every_month"):
        return True
    return False if says(turn.text, "once_only") else None


def offered_packs(engine: Engine, turn: Turn, need: PackNeed) -> Said:
    """Up to three cards; an honest word when what is left will do."""
    decision = recommend_pack(
        engine,
        turn.customer_id,
        need=need,
        channel=turn.channel,
        now=turn.at,
        conversation_id=turn.conversation_id,
    )
    if not decision.items:
        return Said([choices("pack_nothing", note=decision.note or "")])
    key = "pack_offer_note" if decision.note else "pack_offer"
    intro: Reply = {"type": "text", "text": say(key, count=len(decision.items), note=decision.note)}
    return on_the_table(engine, decision, [intro])


def on_the_table(engine: Engine, decision: Decision, before: list[Reply]) -> Said:
    """The decision's packs as cards, open to be taken or refused."""
    cards = [pack_card(engine.catalogue.packs[item.product_id], item, decision) for item in decision.items]
    return Said(
        [*before, *cards],
        question="offer",
        task=BUY,
        need={},
        focus=[item.product_id for item in decision.items],
        pending={"decision": decision.decision_id},
    )


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
    pack = engine.catalogue.packs[pack_id]
    owner = customer(engine, turn.customer_id, turn.at)
    if pack_id in owner.subscriptions and says(turn.text, "turn_off"):
        sentence = say("confirm_pack_end", title=pack.title)
        return confirm(engine, turn, BUY, [Wish(pack_id, "cancel")], sentence)
    day = local_day(engine, turn)
    stands = standing(owner, facts_of(engine, turn.customer_id), engine.catalogue, day)
    code = rejection(pack, stands, channel=turn.channel, day=day) if owner.plan_id else "unknown_number"
    if code and not (code == "owned" and not pack.renews):
        return Said([refused(code)], focus=[pack_id])
    sentence = say("confirm_pack", title=pack.title, price=pack_price(pack), valid=validity(pack))
    return confirm(engine, turn, BUY, [Wish(pack_id, "order")], sentence)
