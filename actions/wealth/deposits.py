"""Which deposits a message is about, and their rates as a table."""

from collections.abc import Sequence
from datetime import date

from actions.cards.wealth import rate_words, term_words
from actions.items.reference import meant
from actions.message.cues import says
from actions.message.turn import Turn
from actions.message.values import days_of
from actions.replies.figures import amount
from actions.replies.reply import Reply, table
from actions.wording import say
from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import WealthProduct
from recsys.tariff.need import middle, most
from recsys.wealth.wealth_choice import middle_rate

_NEAR_DAYS = 20
_COLUMNS = ("row_product", "row_wealth_term", "row_rate", "row_minimum", "row_redemption")


def deposits_asked(catalogue: Catalogue, turn: Turn, day: date) -> list[WealthProduct]:
    """Deposits on sale, of the term and within the money named; all when none fits."""
    shelf = {id: one for id, one in catalogue.wealth.items() if one.kind == "deposit" and one.sold_on(day)}
    ids = meant(turn, shelf)
    if ids and (turn.first("duration") is None or len(ids) > 1):
        return [shelf[id] for id in ids]
    found = [one for one in shelf.values() if one.rate_bp and not one.regions and not one.requires]
    if says(turn.text, "certificate"):
        found = [one for one in found if says(one.title, "certificate")]
    days, money = middle(days_of(turn.first("duration"))), most(turn.first("money"))
    near = [one for one in found if not days or abs((one.term_days or 0) - days) <= _NEAR_DAYS]
    affordable = [one for one in near or found if not money or one.min_amount <= money]
    return sorted(affordable or near or found, key=_by_rate if says(turn.text, "richest") else _by_term)


def _by_rate(product: WealthProduct) -> tuple[int, int]:
    return -middle_rate(product), product.min_amount


def _by_term(product: WealthProduct) -> tuple[int, int]:
    return product.term_days or 0, product.min_amount


def rate_table(products: Sequence[WealthProduct]) -> Reply:
    """Term, rate, minimum, and what happens on early withdrawal."""
    rows = [
        [one.title, term_words(one), rate_words(one), amount(one.min_amount), one.redemption.rule]
        for one in products
    ]
    return table(say("deposit_table_title"), [say(column) for column in _COLUMNS], rows)
