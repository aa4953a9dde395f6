"""What a customer wants to buy or redeem, and how much, collected over turns."""

from typing import Any

from actions.items.reference import meant
from actions.message.cues import says
from actions.message.turn import Turn
from actions.message.values import bare_number
from actions.wealth.need import kinds_said
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.tariff.need import middle

ORDER = "action_order_wealth"


def order_need(engine: Engine, turn: Turn) -> dict[str, Any] | None:
    """What to buy or redeem and how much, as known by now; none when it is not about a product of ours."""
    known = dict(turn.need) if turn.answers(ORDER) else {}
    if says(turn.text, "other_order") and (not known or turn.intent == "buy_wealth"):
        return None
    redeeming = known.get("action") == "redeem" or (not known and says(turn.text, "redeem"))
    named = meant(turn, engine.catalogue.wealth)
    held = [h.product_id for h in customer(engine, turn.customer_id, turn.at).holdings]
    product = named[0] if named else known.get("product")
    lying = held if redeeming else _shown(engine, turn)
    if product is None and not redeeming and kinds_said(turn):
        return None
    if product is None and len(set(lying)) == 1:
        product = lying[0]
    if product is None and (says(turn.text, "how_to") or not lying):
        return None
    known |= {"action": "redeem" if redeeming else "subscribe", "product": product}
    known["options"] = list(dict.fromkeys(lying))
    everything = says(turn.text, "all_of_it") or (known.get("all", False) and turn.first("money") is None)
    return known | {"amount": said_amount(turn, known.get("amount")), "all": everything}


def _shown(engine: Engine, turn: Turn) -> list[str]:
    return [id for id in turn.focus if id in engine.catalogue.wealth]


def said_amount(turn: Turn, known: int | None) -> int | None:
    """In fen; the one known before when none is said now."""
    number = (
        bare_number(turn.text) if turn.question in ("amount", "redeem_amount") and not turn.entities else None
    )
    said = number * 100 if number is not None else middle(turn.first("money"))
    return said or known
