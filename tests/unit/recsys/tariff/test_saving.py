"""Savings that a reader can check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.tariff.saving import mean_half_up, plain_yuan, saving, yuan


def test_a_saving_states_mean_range_and_the_months_it_would_have_cost_more() -> None:
    result = saving([10900, 7900, 10400, 7900, 12900, 8400], [5900, 5900, 5900, 8900, 5900, 5900])
    # 50, 20, 45, −10, 70, 25 → 200 / 6 = 33.333…
    assert (result.mean, result.low, result.high, result.months, result.worse_months) == (
        3333,
        -1000,
        7000,
        6,
        1,
    )
    assert result.text == "每月约省 33.33 元(近6个月多花10.00元到省70.00元),其中1个月会比现在多花"


def test_only_the_last_six_months_count() -> None:
    assert saving([99900, *[3850] * 6], [0] * 7).mean == 3850


def test_fewer_months_are_said() -> None:
    assert saving([7900, 8000], [5900, 6000]).text == (
        "每月约省 20.00 元(近2个月每月相同);目前只有2个月的账单可比,仅供参考"
    )


def test_more_expensive_is_said_as_such() -> None:
    assert saving([5900] * 6, [7900] * 6).text == "每月约多花 20.00 元(近6个月每月相同),其中6个月会比现在多花"


def test_no_difference_is_said_as_such() -> None:
    assert saving([5900] * 6, [5900] * 6).text == "每月花费与现在持平(近6个月每月相同)"


def test_bills_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="2 bills"):
        saving([1, 2], [1])
    with pytest.raises(ValueError, match="0 bills"):
        saving([], [])


@given(st.integers(-(10**9), 10**9), st.integers(1, 12))
def test_the_mean_is_half_up(total: int, count: int) -> None:
    twice = 2 * mean_half_up(total, count) * count
    assert 2 * total - count < twice <= 2 * total + count


def test_money_is_written_as_people_write_it() -> None:
    assert [yuan(3850), yuan(-5), plain_yuan(3900), plain_yuan(3990)] == ["38.50元", "-0.05元", "39", "39.90"]
