"""The card of something that lies on the table and is asked about."""

from actions.cues import says
from actions.pack_card import pack_card
from actions.plan_card import plan_card
from actions.plan_cost import cost_note, own_months
from actions.reference import meant
from actions.turn import Said, Turn
from actions.wealth_card import wealth_card
from kb.catalogue.schema import Pack, Plan, WealthProduct
from recsys.engine import Engine


def pointed_card(engine: Engine, turn: Turn) -> Said | None:
    """「第二个怎么样」: the card of what is pointed at, when it is a plan, a pack or a wealth product."""
    ids = meant(turn, engine.catalogue.items)
    if len(ids) != 1 or not says(turn.text, "detail"):
        return None
    item = engine.catalogue.item(ids[0])
    if isinstance(item, Plan):
        months = own_months(engine, turn)
        return Said([plan_card(item, months) | {"note": cost_note(item, months)}], focus=ids)
    if isinstance(item, Pack):
        return Said([pack_card(item)], focus=ids)
    return Said([wealth_card(item)], focus=ids) if isinstance(item, WealthProduct) else None
