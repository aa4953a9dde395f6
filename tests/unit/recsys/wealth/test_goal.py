"""Saving arithmetic, checked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.wealth.goal import future_value, monthly_needed


def test_without_interest_it_is_plain_multiplication() -> None:
    assert future_value(100_000, 0, 36) == 3_600_000
    assert monthly_needed(3_600_000, 0, 36) == 100_000


def test_1000_yuan_a_month_at_2_4_percent_for_a_year() -> None:
    # 1000 × ((1.002^12 − 1) / 0.002) = 12132.88 yuan
    assert future_value(100_000, 240, 12) == 1_213_288


def test_a_goal_that_the_start_reaches_needs_nothing() -> None:
    assert monthly_needed(100, 200, 12, start=100) == 0


def test_a_goal_without_time_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        monthly_needed(100, 200, 0)


@given(st.integers(1, 10**9), st.integers(0, 1000), st.integers(1, 480))
def test_the_needed_payment_reaches_the_goal_and_one_fen_less_does_not_exceed_it(
    goal: int, rate: int, months: int
) -> None:
    needed = monthly_needed(goal, rate, months)
    assert future_value(needed, rate, months) >= goal
    assert future_value(needed - 1, rate, months) <= goal
