"""Regular saving into one product: what may be assumed of it, and whether it suits."""

from typing import Any

from actions.cards.wealth import risk_words
from actions.message.turn import Turn
from actions.orders.allowed import refusal
from actions.replies.reply import Reply
from actions.wording import say
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.wealth.reasons import LEVEL_NAMES
from recsys.wealth.suitability import ASSESS
from recsys.wealth.wealth_choice import middle_rate, ranking


def product_cases(engine: Engine, need: dict[str, Any]) -> list[tuple[str, int]]:
    """Rates in basis points: of its benchmark, or assumed ones, down and up, for what has none."""
    product = engine.catalogue.wealth[need["product"]]
    if rate := middle_rate(product):
        return [(say("way_cash"), 0), (say("way_benchmark", title=product.title), rate)]
    return [(say(f"way_assumed_{name}"), rate) for name, rate in ranking()["assumed_rates"].items()]


def product_note(engine: Engine, turn: Turn, need: dict[str, Any]) -> list[Reply]:
    """Its risk, that nothing is promised, and what stands in the way of buying it; nothing without one."""
    if not need.get("product"):
        return []
    product = engine.catalogue.wealth[need["product"]]
    values = {"title": product.title, "risk": risk_words(product)}
    said = say("dca_product" if middle_rate(product) else "dca_product_assumed", **values)
    owner = customer(engine, turn.customer_id, turn.at)
    code = refusal(engine, turn, owner, product)
    if code in ASSESS:
        said += say("dca_unassessed")
    elif code == "risk_above_level" and owner.risk:
        said += say("dca_unsuitable", level=LEVEL_NAMES[owner.risk.level])
    elif code:
        said += say("dca_not_for_you")
    return [{"type": "text", "text": said}]
