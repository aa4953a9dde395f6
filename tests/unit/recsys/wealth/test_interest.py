"""Interest of fixed deposits, by hand."""

import pytest

from kb.catalogue.load import Catalogue
from recsys.wealth.interest import interest_at_maturity, term_months


@pytest.mark.parametrize(
    ("product", "principal", "months", "fen"),
    [
        ("yx_dep_3m", 10_000_00, 3, 17_50),  # 10,000 × 0.70 % × 3/12
        ("yx_dep_1y", 50_000_00, 12, 525_00),
        ("yx_dep_3y", 10_000_00, 36, 405_00),
        ("yx_dep_6m", 333_33, 6, 1_50),  # 1.499985 yuan
    ],
)
def test_whole_months_count(
    catalogue: Catalogue, product: str, principal: int, months: int, fen: int
) -> None:
    deposit = catalogue.wealth[product]
    assert (term_months(deposit), interest_at_maturity(deposit, principal)) == (months, fen)


@pytest.mark.parametrize("product", ["yx_dep_current", "yx_dep_notice_7d", "yx_cd_1y", "yx_dep_recurring_1y"])
def test_what_is_open_or_starts_from_more_promises_nothing(catalogue: Catalogue, product: str) -> None:
    assert interest_at_maturity(catalogue.wealth[product], 50_000_00) is None
