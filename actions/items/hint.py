"""What a value that nobody asked for is usually about."""

from actions.items.reference import meant
from actions.message.turn import Turn
from actions.replies.figures import amount, volume
from actions.wording import options, say
from kb.catalogue.catalogue import Catalogue
from recsys.tariff.need import middle

Pairs = list[tuple[str, str]]


def hint_options(catalogue: Catalogue, turn: Turn) -> Pairs:
    """Choices made from the value, most usual first; general ones when there is none."""
    if ids := meant(turn, catalogue.items):
        key = "hint_wealth_options" if ids[0] in catalogue.wealth else "hint_item_options"
        return _pairs(key, title=catalogue.items[ids[0]].title)
    if data := middle(turn.first("data_volume")):
        return _pairs("hint_data_options", data=volume(data))
    if money := middle(turn.first("money")):
        key = "hint_sum_options" if money >= 100_000 else "hint_money_options"
        return _pairs(key, money=amount(money))
    if turn.first("destination"):
        return _pairs("hint_place_options", place=_said(turn, "destination"))
    if turn.first("duration"):
        return _pairs("hint_term_options", term=_said(turn, "duration"))
    return _pairs("start_options")


def _pairs(key: str, **values: object) -> Pairs:
    return [(option["label"], option["text"]) for option in options(key, **values)]


def _said(turn: Turn, name: str) -> str:
    """The words themselves, as the customer put them."""
    found = next(entity for entity in turn.entities if entity["entity"] == name)
    if "start" in found:
        return turn.text[found["start"] : found["end"]]
    return say("there")
