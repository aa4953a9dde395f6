"""Why a wealth product is shown: sentences from the customer's level, need and holdings."""

from collections.abc import Iterator

from kb.catalogue.schema import WealthProduct
from recsys.offer.decision import Reason
from recsys.offer.wording import reason
from recsys.tariff.need import least, most
from recsys.wealth.suitability import product_risk
from recsys.wealth.wealth_case import WealthCase

LEVEL_NAMES = {"C1": "保守型", "C2": "稳健型", "C3": "平衡型", "C4": "成长型", "C5": "进取型"}
RISK_NAMES = {1: "低风险", 2: "中低风险", 3: "中风险", 4: "中高风险", 5: "高风险"}


def reasons_of(case: WealthCase, product: WealthProduct, markets: frozenset[str]) -> tuple[Reason, ...]:
    """In order of weight for the customer; ``markets`` are those that they are in already."""
    return tuple(_reasons(case, product, markets))


def _reasons(case: WealthCase, product: WealthProduct, markets: frozenset[str]) -> Iterator[Reason]:
    risk = product_risk(product)
    if case.customer.risk and risk:
        level = case.customer.risk.level
        yield reason(
            "wealth_suits", level=level, level_name=LEVEL_NAMES[level], risk=risk, risk_name=RISK_NAMES[risk]
        )
    days = most(case.need.term_days) or least(case.need.term_days)
    if product.term_days and days:
        yield reason("wealth_term", days=product.term_days, free=days)
    elif product.redemption.kind == "any_day":
        yield reason("wealth_any_day", days=product.redemption.days_to_arrive)
    amount = most(case.need.amount) or least(case.need.amount)
    if amount:
        yield reason("wealth_minimum", minimum_fen=product.min_amount, amount_fen=amount)
    if markets and product.direction not in markets:
        yield reason("wealth_spread", direction=product.direction)
