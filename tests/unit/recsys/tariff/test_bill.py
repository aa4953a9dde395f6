"""Bills that a reader can check with a pencil."""

import pytest

from kb.catalogue.schema import Allowance, Directed, Overage, Promotion, Tier
from recsys.customers.customer import MonthUsage
from recsys.tariff.bill import Bill, bill, bills
from tests.unit.recsys.tariff.tariffs import GB, YUAN, make_pack, make_plan, months


def lines(result: Bill) -> list[tuple[str, int, int, int]]:
    return [(line.rule, line.quantity, line.unit_price, line.amount) for line in result.lines]


def test_li_lei_within_his_allowance_pays_the_fee_alone() -> None:
    result = bill(make_plan(), [], MonthUsage("2026-05", 20 * GB, voice_min=300))
    assert lines(result) == [("fee", 1, 7900, 7900)]
    assert result.total == 7900


def test_one_mb_and_one_minute_beyond_cost_a_started_gb_and_a_minute() -> None:
    result = bill(make_plan(), [], MonthUsage("2026-05", 20 * GB + 1, voice_min=301, sms=2, mms=1))
    assert lines(result)[1:] == [
        ("data", 1, 500, 500),
        ("voice", 1, 15, 15),
        ("sms", 2, 10, 20),
        ("mms", 1, 30, 30),
    ]
    assert result.total == 7900 + 500 + 15 + 20 + 30


def test_allowances_of_packs_add_up_and_their_fees_too() -> None:
    result = bill(make_plan(), [make_pack(), make_pack("pack_b")], MonthUsage("2026-05", 31 * GB))
    assert lines(result)[1:] == [("pack_fee", 1, 1000, 1000)] * 2 + [("data", 1, 500, 500)]


def test_directed_data_uses_its_own_allowance_and_its_excess_is_general() -> None:
    plan = make_plan(allowance=Allowance(data_mb=10 * GB, directed=Directed(apps=("抖音",), data_mb=15 * GB)))
    within = bill(plan, [], MonthUsage("2026-05", 10 * GB, directed_mb=15 * GB))
    beyond = bill(plan, [], MonthUsage("2026-05", 10 * GB, directed_mb=17 * GB))
    assert (within.total, beyond.total) == (7900, 7900 + 2 * 500)


def test_each_tier_rounds_its_own_part_up() -> None:
    tiers = (Tier(up_to_mb=1000, block_mb=300, price=200), Tier(block_mb=GB, price=300))
    plan = make_plan(allowance=Allowance(), overage=Overage(data=tiers))
    # 1000 MB in the first tier are 4 started blocks of 300; 500 MB in the second are one of 1024.
    assert lines(bill(plan, [], MonthUsage("2026-05", 1500)))[1:] == [
        ("data", 4, 200, 800),
        ("data", 1, 300, 300),
    ]


def test_the_cap_limits_the_sum_of_data_charges_with_a_line_of_its_own() -> None:
    result = bill(make_plan(data_cap=60 * YUAN), [], MonthUsage("2026-05", 40 * GB))
    assert lines(result)[1:] == [("data", 20, 500, 10000), ("data_cap", 1, -4000, -4000)]
    assert result.total == 7900 + 6000


def test_beyond_the_throttle_data_is_slow_and_free() -> None:
    plan = make_plan(throttle_after_mb=22 * GB)
    slow, fast = (
        bill(plan, [], MonthUsage("2026-05", 90 * GB)),
        bill(plan, [], MonthUsage("2026-05", 22 * GB)),
    )
    assert (slow.total, slow.throttled) == (7900 + 2 * 500, True)
    assert (fast.total, fast.throttled) == (7900 + 2 * 500, False)


def test_unused_plan_data_rolls_once_is_used_first_and_packs_never_roll() -> None:
    plan = make_plan(rollover=True)
    january, february, march = bills(plan, [make_pack()], months(12 * GB, 6 * GB, 43 * GB))
    assert january.rolled_out_mb == 8 * GB  # of the plan's 20; the pack's 5 die
    assert february.rolled_out_mb == 20 * GB  # 6 came out of January's 8, the 2 left die
    assert march.total == 7900 + 1000  # 20 rolled, 20 of the plan, 3 of the pack


def test_a_plan_without_rollover_rolls_nothing() -> None:
    assert bill(make_plan(), [], MonthUsage("2026-05", 0)).rolled_out_mb == 0


def test_below_the_minimum_spend_a_line_fills_up() -> None:
    result = bill(make_plan(fee=8 * YUAN, min_spend=30 * YUAN), [make_pack()], MonthUsage("2026-05", 1))
    assert lines(result)[2:] == [("min_spend", 1, 1200, 1200)]
    assert result.total == 3000


def test_promotions_work_in_list_order_on_what_the_earlier_left() -> None:
    half, minus = (
        Promotion(title="半价", first_months=2, percent_off=50),
        Promotion(title="减10元", first_months=6, amount_off=1000, on="total"),
    )
    plan = make_plan(fee=7905, promotions=(half, minus))
    usage = MonthUsage("2026-05", 0)
    # 79.05 at half price takes off 39.525, half up 39.53; then 10 more.
    assert lines(bill(plan, [], usage, month_index=2))[1:] == [
        ("promotion", 1, -3953, -3953),
        ("promotion", 1, -1000, -1000),
    ]
    assert bill(plan, [], usage, month_index=3).total == 6905
    assert bill(plan, [], usage, month_index=7).total == 7905
    assert bill(plan, [], usage).total == 7905


def test_a_promotion_never_makes_a_total_negative() -> None:
    plan = make_plan(fee=500, promotions=(Promotion(title="减", first_months=1, amount_off=900, on="total"),))
    assert bill(plan, [], MonthUsage("2026-05", 0), month_index=1).total == 0


def test_a_promotion_on_the_fee_leaves_the_overage_alone() -> None:
    plan = make_plan(promotions=(Promotion(title="首月免月费", first_months=1, percent_off=100),))
    assert bill(plan, [], MonthUsage("2026-05", 21 * GB), month_index=1).total == 500


def test_han_meimei_who_starts_on_the_17th_pays_15_of_31_days() -> None:
    plan = make_plan(allowance=Allowance(data_mb=1000, voice_min=100))
    result = bill(plan, [], MonthUsage("2026-05", 484 + GB, voice_min=49), start_day=17)
    # 79 × 15/31 = 38.2258 → 38.23; 1000 × 15/31 = 483.9 → 484 MB; 100 × 15/31 = 48.4 → 49 minutes.
    assert lines(result) == [("fee", 15, 7900, 3823), ("data", 1, 500, 500)]


def test_an_impossible_start_day_or_month_index_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-02"):
        bill(make_plan(), [], MonthUsage("2026-02", 0), start_day=29)
    with pytest.raises(ValueError, match="month_index"):
        bill(make_plan(), [], MonthUsage("2026-02", 0), month_index=0)
