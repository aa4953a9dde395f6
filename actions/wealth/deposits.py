"""Which deposits a message is about, and their rates as a table."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from actions.cards.wealth import rate_words, term_words
from actions.dialogue.topic import DEPOSIT
from actions.items.reference import meant
from actions.message.cues import says
from actions.message.turn import Turn
from actions.message.values import days_of
from actions.replies.figures import amount, percent, yuan
from actions.replies.reply import Reply, table
from actions.wording import say
from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import WealthProduct
from recsys.tariff.need import middle, most
from recsys.wealth.interest import interest_at_maturity, term_months
from recsys.wealth.wealth_choice import middle_rate

_NEAR_DAYS = 20
_COLUMNS = ("row_product", "row_wealth_term", "row_rate", "row_minimum", "row_redemption")
_AFTER_RATE = 3


def deposit_need(turn: Turn) -> dict[str, Any]:
    """``money`` in fen and ``days``; what a message leaves out is what the talk on deposits has had.

    A term counts on only for another sum: 「那10万呢」.
    """
    before = turn.topic if turn.topic.get("about") == DEPOSIT else {}
    money, days = most(turn.first("money")), middle(days_of(turn.first("duration")))
    kept = before.get("days") if money else None
    return {"money": money or before.get("money"), "days": days or kept}


def asks_figures(turn: Turn, need: Mapping[str, Any]) -> bool:
    """Rates, or what a sum earns; how to take it out and the like are rules."""
    if need["money"] and says(turn.text, "earns"):
        return True
    another = turn.topic.get("about") == DEPOSIT and (turn.first("money") or turn.first("duration"))
    return bool(another or says(turn.text, "rates")) and not says(turn.text, "deposit_rules")


def deposits_asked(
    catalogue: Catalogue, turn: Turn, day: date, need: Mapping[str, Any]
) -> list[WealthProduct]:
    """Deposits on sale, of the term and within the money named; all when none fits."""
    shelf = {id: one for id, one in catalogue.wealth.items() if one.kind == "deposit" and one.sold_on(day)}
    ids, days, money = meant(turn, shelf), need["days"], need["money"]
    if ids and (turn.first("duration") is None or len(ids) > 1):
        return [shelf[id] for id in ids]
    found = [one for one in shelf.values() if one.rate_bp and not one.regions and not one.requires]
    if says(turn.text, "certificate"):
        found = [one for one in found if says(one.title, "certificate")]
    near = [one for one in found if not days or abs((one.term_days or 0) - days) <= _NEAR_DAYS]
    affordable = [one for one in near or found if not money or one.min_amount <= money]
    return sorted(affordable or near or found, key=_by_rate if says(turn.text, "richest") else _by_term)


def _by_rate(product: WealthProduct) -> tuple[int, int]:
    return -middle_rate(product), product.min_amount


def _by_term(product: WealthProduct) -> tuple[int, int]:
    return product.term_days or 0, product.min_amount


def rate_table(products: Sequence[WealthProduct], principal: int | None = None) -> Reply:
    """Term, rate, minimum, and what happens on early withdrawal; of a sum also what it earns by the end."""
    columns = [say(column) for column in _COLUMNS]
    rows = [
        [one.title, _term(one), rate_words(one), amount(one.min_amount), one.redemption.rule]
        for one in products
    ]
    earned = [interest_at_maturity(one, principal) for one in products] if principal else []
    if principal and any(earned):
        columns.insert(_AFTER_RATE, say("row_interest", money=amount(principal)))
        for row, one, fen in zip(rows, products, earned, strict=True):
            row.insert(_AFTER_RATE, _earned(one, fen))
    return table(say("deposit_table_title"), columns, rows)


def interest_told(products: Sequence[WealthProduct], principal: int | None) -> Iterator[Reply]:
    """How the interest of a sum comes about, by the first deposit that fixes it."""
    if not principal:
        return
    for one in products:
        fen = interest_at_maturity(one, principal)
        if fen is not None and one.rate_bp:
            said = say(
                "deposit_interest",
                money=amount(principal),
                title=one.title,
                rate=percent(one.rate_bp[0]),
                term=_term(one),
                interest=yuan(fen),
            )
            yield {"type": "text", "text": said}
            return


def _earned(product: WealthProduct, fen: int | None) -> str:
    if fen is not None:
        return yuan(fen)
    return say("interest_varies" if product.rate_bp and len(set(product.rate_bp)) > 1 else "interest_open")


def _term(product: WealthProduct) -> str:
    """A fixed deposit runs for months and years, not for days."""
    months = term_months(product)
    if months is None:
        return term_words(product)
    return say("deposit_months", months=months) if months % 12 else say("deposit_years", years=months // 12)
