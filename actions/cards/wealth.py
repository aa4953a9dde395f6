"""A wealth product as a card, and products side by side."""

from collections.abc import Callable, Sequence

from actions.cards.policy import where_sold
from actions.replies.figures import amount, percent
from actions.replies.reply import Reply, fact, table
from actions.wording import options, say
from kb.catalogue.schema import WealthProduct
from recsys.offer.decision import Decision, Suggestion
from recsys.wealth.compliance import RISK_SENTENCE
from recsys.wealth.suitability import product_risk

_ROWS: tuple[tuple[str, Callable[[WealthProduct], str]], ...] = (
    ("row_risk", lambda product: risk_words(product)),
    ("row_wealth_term", lambda product: term_words(product)),
    ("row_rate", lambda product: rate_words(product)),
    ("row_minimum", lambda product: amount(product.min_amount)),
    ("row_redemption", lambda product: product.redemption.rule),
    ("row_fees", lambda product: fee_words(product)),
    ("row_direction", lambda product: product.direction),
)


def wealth_card(
    product: WealthProduct, item: Suggestion | None = None, decision: Decision | None = None
) -> Reply:
    """Risk in words, term, rate labelled for what it is, minimum, redemption, fees."""
    key = "wealth_offer_options" if decision else "wealth_card_options"
    card: Reply = {
        "type": "card",
        "kind": "wealth",
        "id": product.id,
        "title": product.title,
        "facts": [fact(say(label), shown(product)) for label, shown in _ROWS],
        "reasons": [*(reason.text for reason in item.reasons), where_sold(product)] if item else [],
        "note": f"{RISK_SENTENCE}。",
        "actions": options(key, title=product.title),
    }
    return card | {"decision_id": decision.decision_id} if decision else card


def wealth_table(products: Sequence[WealthProduct]) -> Reply:
    """Products side by side."""
    rows = [[say(label), *(shown(product) for product in products)] for label, shown in _ROWS]
    return table(say("wealth_table_title"), [say("row_title"), *(one.title for one in products)], rows)


def risk_words(product: WealthProduct) -> str:
    """R2 中低风险; of two ratings the higher."""
    risk = product_risk(product)
    return say(f"risk_{risk}") if risk else say("risk_unrated")


def term_words(product: WealthProduct) -> str:
    """180天, or open."""
    return say("term_days", days=product.term_days) if product.term_days else say("term_open")


def rate_words(product: WealthProduct) -> str:
    """The rate with what kind of rate it is: a benchmark is no promise."""
    if product.rate_bp is None or product.rate_kind == "none":
        return say("rate_none")
    low, high = product.rate_bp
    rate = percent(low) if low == high else f"{percent(low)}–{percent(high)}"
    return say(f"rate_{product.rate_kind}", rate=rate)


def fee_words(product: WealthProduct) -> str:
    """All fees a year or a deal."""
    fees = [say(f"fee_{kind}", rate=percent(rate)) for kind, rate in product.fees_bp.items() if rate]
    return "、".join(fees) or say("none")
