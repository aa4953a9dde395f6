"""Holdings as a table, with what comes due next."""

from collections.abc import Sequence
from datetime import date

from actions.cards.wealth import risk_words
from actions.replies.figures import amount, day_title
from actions.replies.reply import Reply, choices, table
from actions.wording import say
from kb.catalogue.catalogue import Catalogue
from recsys.customers.customer import Holding

_COLUMNS = ("row_product", "row_held", "row_risk", "row_since", "row_matures")


def holdings_messages(catalogue: Catalogue, holdings: Sequence[Holding], day: date) -> list[Reply]:
    """The table, then the sum and the next maturity."""
    rows = [_row(catalogue, holding) for holding in holdings]
    shown = table(say("holdings_title"), [say(column) for column in _COLUMNS], rows)
    total = amount(sum(holding.amount for holding in holdings))
    coming = sorted((h.matures, h.product_id) for h in holdings if h.matures and h.matures >= day)
    if not coming:
        return [shown, choices("holdings_total", count=len(holdings), total=total)]
    when, product_id = coming[0]
    title = catalogue.wealth[product_id].title if product_id in catalogue.wealth else say("some_product")
    values = {"count": len(holdings), "total": total, "title": title, "day": day_title(when)}
    return [shown, choices("holdings_maturing", **values, days=(when - day).days)]


def _row(catalogue: Catalogue, holding: Holding) -> list[str]:
    product = catalogue.wealth.get(holding.product_id)
    return [
        product.title if product else say("some_product"),
        amount(holding.amount),
        risk_words(product) if product else say("risk_unrated"),
        day_title(holding.since),
        day_title(holding.matures) if holding.matures else say("term_open"),
    ]
