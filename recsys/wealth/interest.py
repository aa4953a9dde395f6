"""What a fixed deposit pays at the end.

Whole months and years count as such: principal × rate × months ÷ 12, nothing is compounded
(人民银行《关于人民币存贷款计结息问题的通知》, 银发〔2005〕129号).
"""

from kb.catalogue.schema import WealthProduct

_MONTH_DAYS = 28  # the shortest month; what is shorter counts days and is no fixed deposit here


def term_months(product: WealthProduct) -> int | None:
    """Whole months of a deposit with a term and one rate; none of any other product."""
    days, rates = product.term_days or 0, product.rate_bp
    if product.kind != "deposit" or days < _MONTH_DAYS or rates is None or rates[0] != rates[1]:
        return None
    return round(days * 12 / 365)


def interest_at_maturity(product: WealthProduct, principal: int) -> int | None:
    """Of a sum paid in at once, in fen, half up; none when it depends on more, or the sum is too small."""
    months, rates = term_months(product), product.rate_bp
    if months is None or rates is None or principal < product.min_amount:
        return None
    if product.redemption.kind != "at_maturity" or product.attributes.get("paid_in_monthly"):
        return None
    return (principal * rates[0] * months + 60_000) // 120_000
