"""May this wealth product be shown to this customer at all; decided before any ranking."""

from collections.abc import Callable
from datetime import datetime

from kb.catalogue.schema import WealthProduct
from recsys.customers.customer import Customer, RiskAssessment

ASSESS = ("assessment_missing", "assessment_expired")
UNSUITABLE = ("product_unrated", "risk_above_level", "aged_needs_agent", "not_for_push")
AGED, AGED_MAX_RISK, PUSH_MAX_RISK = 65, 3, 3


def product_risk(product: WealthProduct) -> int | None:
    """1–5; of two ratings the higher counts; none when the house has not rated it."""
    if product.risk is None:
        return None
    ratings = [int(risk[1]) for risk in (product.risk, product.issuer_risk) if risk]
    return max(ratings)


def customer_level(risk: RiskAssessment) -> int:
    """1–5 for C1–C5."""
    return int(risk.level[1])


def is_valid(risk: RiskAssessment | None, now: datetime) -> bool:
    """An assessment counts for twelve months."""
    if risk is None:
        return False
    day = min(risk.at.day, 28) if (risk.at.month, risk.at.day) == (2, 29) else risk.at.day
    return now < risk.at.replace(year=risk.at.year + 1, day=day)


def suitability(
    customer: Customer, now: datetime, *, proactive: bool = False, with_agent: bool = False
) -> Callable[[WealthProduct], str | None]:
    """Of a product the code of the rule against it, or none when it is suitable.

    Codes: ``assessment_missing``, ``assessment_expired``, ``product_unrated``, ``risk_above_level``,
    ``aged_needs_agent``, ``not_for_push``.
    """
    assessed, age = customer.risk, customer.age_on(now.date())
    if assessed is None:
        return lambda _: "assessment_missing"
    if not is_valid(assessed, now):
        return lambda _: "assessment_expired"
    level, alone = customer_level(assessed), age is not None and age >= AGED and not with_agent

    def unsuitable(product: WealthProduct) -> str | None:
        risk = product_risk(product)
        if risk is None:
            return "product_unrated"
        if risk > level:
            return "risk_above_level"
        if alone and risk > AGED_MAX_RISK:
            return "aged_needs_agent"
        pushed = proactive and (product.leveraged or product.private or risk > PUSH_MAX_RISK)
        return "not_for_push" if pushed else None

    return unsuitable
