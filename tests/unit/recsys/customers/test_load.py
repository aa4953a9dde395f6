"""What is known of the named customers."""

from datetime import date

import pytest

from recsys.customers.load import UnknownCustomer, bills_of, customer
from recsys.engine import Engine
from tests.fixtures.stores import NOW


def test_wang_is_68_and_pays_138_yuan_for_data_she_does_not_use(engine: Engine) -> None:
    wang = customer(engine, "c000001", NOW)
    plan = engine.catalogue.plans[wang.plan_id or ""]
    assert (wang.name, wang.age_on(NOW.date()), wang.risk and wang.risk.level) == ("王阿姨", 68, "C2")
    assert not plan.sold_on(NOW.date())
    assert max(month.data_mb for month in wang.usage) < plan.allowance.data_mb // 4
    assert {bill["total"] for bill in bills_of(engine, wang.id)} == {plan.fee}


def test_chen_paid_38_50_yuan_a_month_for_data_beyond_his_plan_in_four_of_six_months(engine: Engine) -> None:
    over = [
        sum(line["amount"] for line in bill["lines"] if line["rule"] == "data")
        for bill in bills_of(engine, "c000002")
    ]
    assert [amount > 0 for amount in over].count(True) == 4
    assert sum(over) == 6 * 3850


def test_li_travels_to_japan_and_may_hold_up_to_c4(engine: Engine) -> None:
    li = customer(engine, "c000003", NOW)
    assert li.risk and li.risk.level == "C4"
    assert {engine.catalogue.wealth[holding.product_id].kind for holding in li.holdings} >= {
        "mixed",
        "equity",
    }


def test_the_others_are_as_their_stories_say(engine: Engine) -> None:
    lin, zhang, liu, zhao = (customer(engine, f"c00000{n}", NOW) for n in (4, 5, 6, 8))
    assert engine.catalogue.plans[lin.plan_id or ""].attributes["audience"] == "student"
    assert any(item in engine.catalogue.broadband for item in zhang.subscriptions)
    assert liu.risk and (NOW - liu.risk.at).days > 365
    assert zhao.risk is None and sum(holding.amount for holding in zhao.holdings) == 20_000_000


def test_usage_is_the_last_six_full_months_oldest_first(engine: Engine) -> None:
    months = [month.month for month in customer(engine, "c000001", NOW).usage]
    assert months == ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"]


def test_somebody_unknown_is_said_to_be_unknown(engine: Engine) -> None:
    with pytest.raises(UnknownCustomer):
        customer(engine, "c999999", NOW)


def test_bills_add_up(engine: Engine) -> None:
    for number in range(1, 41):
        for bill in bills_of(engine, f"c{number:06d}"):
            assert bill["total"] == sum(line["amount"] for line in bill["lines"])


def test_the_plan_was_on_sale_when_it_was_taken(engine: Engine) -> None:
    for number in range(1, 41):
        person = customer(engine, f"c{number:06d}", NOW)
        plan = engine.catalogue.plans[person.plan_id or ""]
        assert plan.sold_on(person.plan_since or date.min)
        assert not plan.regions or person.region in plan.regions
