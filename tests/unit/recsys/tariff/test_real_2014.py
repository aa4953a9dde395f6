"""The real tariffs of 2014, where they are at hand."""

import random
from pathlib import Path

import pytest

from recsys.customers.customer import MonthUsage
from recsys.tariff.bill import bills
from recsys.tariff.bill_arrays import usage_arrays
from recsys.tariff.bill_batch import bill_batch
from recsys.tariff.drafts import DraftPlan
from recsys.tariff.search import search
from recsys.tariff.terms import one
from tests.data.tariffs.real_2014 import fen, read_real_tariffs

TABLE = Path(__file__).parents[5] / "shared" / "data" / "cn_tariffs_2014.csv"


@pytest.fixture(scope="module")
def real() -> list[DraftPlan]:
    if not TABLE.is_file():
        pytest.skip(f"the real tariffs are not here: {TABLE}")
    return read_real_tariffs(TABLE)


def usage(seed: int) -> tuple[MonthUsage, ...]:
    draw = random.Random(seed)
    return tuple(
        MonthUsage(
            f"2014-{n:02d}", draw.randint(0, 3000), voice_min=draw.randint(0, 900), sms=draw.randint(0, 99)
        )
        for n in range(1, 7)
    )


def test_all_109_tariffs_bill_the_same_scalar_and_batch(real: list[DraftPlan]) -> None:
    assert len(real) == 109
    for seed, plan in enumerate(real):
        scalar = bills(plan, (), usage(seed), first_index=1)
        assert bill_batch(one(plan), usage_arrays(usage(seed))).total.tolist() == [b.total for b in scalar]


def test_a_known_tariff_reads_as_the_carrier_wrote_it(real: list[DraftPlan]) -> None:
    plan = next(plan for plan in real if plan.title == "3G套餐A计划126元")
    # 320 minutes, 400 MB; beyond: 0.15 yuan a minute, 0.30 yuan a MB. 420 MB and 330 minutes:
    bill = bills(plan, (), [MonthUsage("2014-05", 420, voice_min=330)])[0]
    assert [(line.rule, line.quantity, line.amount) for line in bill.lines] == [
        ("fee", 1, 12600),
        ("data", 20, 600),
        ("voice", 10, 150),
    ]


def test_the_minimum_spend_of_the_city_card_is_filled(real: list[DraftPlan]) -> None:
    plan = next(plan for plan in real if plan.title == "天翼易通卡城市版25元")
    assert bills(plan, (), [MonthUsage("2014-05", 0)])[0].total == 3000


def test_the_search_ranks_all_of_them(real: list[DraftPlan]) -> None:
    totals = [candidate.total for candidate in search(real, (), usage(7))]
    assert totals == sorted(totals)
    assert len(totals) == 109


def test_yuan_become_fen_without_a_float() -> None:
    assert [fen("0.15"), fen("126.0"), fen("-1.0"), fen("0.29")] == [15, 12600, 0, 29]
