"""Buying and redeeming wealth products: suitability and amounts before anything is confirmed."""

from datetime import date
from typing import Any

from actions.cards.wealth import risk_words, term_words
from actions.dialogue.questions import ask
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.orders.allowed import refusal
from actions.orders.placing import Wish, confirm, refused
from actions.replies.figures import amount, day_title
from actions.replies.reply import Reply, choices, with_risk
from actions.wealth.wish import ORDER, said_amount
from actions.wording import say
from kb.catalogue.schema import WealthProduct
from recsys.customers.customer import Customer
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.wealth.reasons import LEVEL_NAMES
from recsys.wealth.suitability import ASSESS, UNSUITABLE


def begin_order(engine: Engine, turn: Turn, product_id: str) -> Said:
    """Buy this one: the amount next, unless it is said."""
    stated = turn.need.get("amount")
    known = stated if isinstance(stated, int) else None
    need = {"action": "subscribe", "product": product_id, "amount": said_amount(turn, known)}
    return go_on(engine, turn, need)


def go_on(engine: Engine, turn: Turn, need: dict[str, Any]) -> Said:
    """Ask for what is missing, refuse what is not possible, else ask for a yes."""
    if need.get("product") is None:
        return _asked(engine, "which_wealth", need)
    product = engine.catalogue.wealth[need["product"]]
    owner = customer(engine, turn.customer_id, turn.at)
    if need["action"] == "redeem":
        return _redeem(engine, turn, owner, product, need)
    return _unfit(engine, turn, owner, product, need) or _subscribe(engine, turn, product, need)


def _asked(engine: Engine, question: str, need: dict[str, Any]) -> Said:
    asked = with_risk([ask(question, engine.catalogue, need)])
    return Said(asked, question=question, task=ORDER, need=need)


def _unfit(
    engine: Engine, turn: Turn, owner: Customer, product: WealthProduct, need: dict[str, Any]
) -> Said | None:
    """What the catalogue says, then suitability, whose words name product and level."""
    if not owner.phone:
        return Said(with_risk([refused("unknown_number")]))
    code = refusal(engine, turn, owner, product)
    if code in ASSESS:
        return _asked(engine, "assessment", need)
    if code in UNSUITABLE:
        level = LEVEL_NAMES[owner.risk.level] if owner.risk else ""
        values = {"title": product.title, "risk": risk_words(product), "level": level}
        return Said(with_risk([choices(f"unsuitable_{code}", **values)]))
    return Said(with_risk([refused(code)])) if code else None


def _subscribe(engine: Engine, turn: Turn, product: WealthProduct, need: dict[str, Any]) -> Said:
    wanted = need.get("amount")
    if not wanted:
        return _asked(engine, "amount", need)
    if wanted < product.min_amount or (wanted - product.min_amount) % product.step:
        key = "amount_too_low" if wanted < product.min_amount else "amount_step"
        said = say(key, minimum=amount(product.min_amount), step=amount(product.step))
        again = _asked(engine, "amount", need | {"amount": None})
        return Said([_text(said), *again.messages], question="amount", task=ORDER, need=again.need)
    key = "confirm_deposit" if product.kind == "deposit" else "confirm_subscribe"
    sentence = say(
        key,
        title=product.title,
        amount=amount(wanted),
        risk=risk_words(product),
        term=term_words(product),
        rule=product.redemption.rule,
    )
    return confirm(engine, turn, ORDER, [Wish(product.id, "subscribe", wanted)], sentence, need)


def _redeem(
    engine: Engine, turn: Turn, owner: Customer, product: WealthProduct, need: dict[str, Any]
) -> Said:
    mine = [holding for holding in owner.holdings if holding.product_id == product.id]
    held = sum(holding.amount for holding in mine)
    if not held:
        return Said(with_risk([choices("nothing_to_redeem", title=product.title)]))
    day = local_day(engine, turn)
    locked = min((h.matures for h in mine if h.matures and h.matures > day), default=None)
    if product.redemption.kind == "at_maturity" and locked:
        return _locked(product, locked)
    wanted = held if need.get("all") else need.get("amount")
    if not wanted:
        return _asked(engine, "redeem_amount", need)
    if wanted > held:
        again = _asked(engine, "redeem_amount", need | {"amount": None})
        said = say("redeem_too_much", held=amount(held))
        return Said([_text(said), *again.messages], question="redeem_amount", task=ORDER, need=again.need)
    sentence = say(
        "confirm_redeem",
        title=product.title,
        amount=amount(wanted),
        held=amount(held),
        rule=product.redemption.rule,
        days=product.redemption.days_to_arrive,
    )
    return confirm(engine, turn, ORDER, [Wish(product.id, "redeem", wanted)], sentence, need)


def _locked(product: WealthProduct, until: date) -> Said:
    values = {"title": product.title, "day": day_title(until), "rule": product.redemption.rule}
    return Said(with_risk([choices("redeem_locked", **values)]))


def _text(said: str) -> Reply:
    return {"type": "text", "text": said}
