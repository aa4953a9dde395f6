"""Plain arithmetic of saving: what a goal needs each month, what regular investing becomes.

Rates are basis points a year, compounded monthly; a month's rate is the yearly rate / 12. Payments
are made at the end of each month (ordinary annuity). Money is fen; results are rounded to the fen.
"""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

_FEN = Decimal(1)


def _growth(rate_bp: int, months: int) -> Decimal:
    return (1 + Decimal(rate_bp) / 120_000) ** months


def future_value(monthly: int, rate_bp: int, months: int, start: int = 0) -> int:
    """Worth of ``start`` fen now and ``monthly`` fen at each month's end, after ``months``."""
    if months < 0 or monthly < 0 or start < 0:
        raise ValueError("months and amounts are not negative")
    growth = _growth(rate_bp, months)
    rate = Decimal(rate_bp) / 120_000
    paid = monthly * ((growth - 1) / rate if rate else Decimal(months))
    return int((paid + start * growth).quantize(_FEN, ROUND_HALF_UP))


def monthly_needed(goal: int, rate_bp: int, months: int, start: int = 0) -> int:
    """The payment at each month's end that reaches ``goal``, rounded up to the fen; 0 if start suffices."""
    if months <= 0:
        raise ValueError("a goal needs at least one month")
    growth = _growth(rate_bp, months)
    rate = Decimal(rate_bp) / 120_000
    missing = goal - start * growth
    if missing <= 0:
        return 0
    factor = (growth - 1) / rate if rate else Decimal(months)
    return int((missing / factor).quantize(_FEN, ROUND_CEILING))
