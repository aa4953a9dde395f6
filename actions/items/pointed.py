"""The card of something that lies on the table and is asked about."""

from collections.abc import Mapping

from actions.cards.pack import pack_card
from actions.cards.plan import plan_card, suggestion_card
from actions.cards.plan_cost import cost_note, own_months
from actions.cards.service import service_card
from actions.cards.wealth import wealth_card
from actions.dialogue.topic import shelf_of
from actions.items.reference import meant
from actions.items.suggested import decided, suggested
from actions.message.cues import says
from actions.message.turn import KEEP, Said, Turn
from actions.replies.reply import Reply, chosen_from
from actions.wording import say
from kb.catalogue.schema import Item, Pack, Plan, Service, WealthProduct
from recsys.engine import Engine


def pointed_card(engine: Engine, turn: Turn) -> Said | None:
    """「第二个怎么样」: the card of what is pointed at, when it is a plan, a pack or a wealth product."""
    ids = meant(turn, engine.catalogue.items)
    if len(ids) != 1 or not says(turn.text, "detail"):
        return None
    return card_of(engine, turn, ids[0])


def card_of(engine: Engine, turn: Turn, id: str) -> Said | None:
    """One thing's card; what else was shown can still be pointed at."""
    card = _card(engine, turn, engine.catalogue.item(id))
    focus = KEEP if id in turn.focus else [id]
    about = shelf_of(engine.catalogue, [id])
    return Said([card], focus=focus, topic={"about": about, "at": id}) if card else None


def which_shown(turn: Turn, shown: Mapping[str, Item]) -> Said:
    """Ask which of the things shown is meant; the answer points at it."""
    asks = [(item.title, say("look_at", title=item.title)) for item in shown.values()]
    return Said([chosen_from(say("which_shown"), asks)], topic=turn.topic)


def _card(engine: Engine, turn: Turn, item: Item) -> Reply | None:
    if isinstance(item, Plan):
        months = own_months(engine, turn)
        decision, offer = decided(engine, turn), suggested(engine, turn, item.id)
        if decision and offer:
            return suggestion_card(engine, decision, offer, months)
        return plan_card(item, months) | {"note": cost_note(item, months)}
    if isinstance(item, Pack):
        return pack_card(item)
    if isinstance(item, Service):
        return service_card(item)
    return wealth_card(item) if isinstance(item, WealthProduct) else None
