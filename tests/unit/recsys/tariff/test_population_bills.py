"""A population's totals are the sums of its customers' bills, however it is cut into pieces."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalogue.load import load_catalogue
from kb.catalogue.schema import Plan
from recsys.customers.customer import MonthUsage
from recsys.tariff import bench, population_bills
from recsys.tariff.bill import bills
from recsys.tariff.bill_arrays import UsageArrays
from tests.unit.recsys.tariff.tariffs import plans, usages


def arrays(customers: list[tuple[MonthUsage, ...]]) -> UsageArrays:
    return UsageArrays(
        *(np.array([[getattr(month, name) for month in one] for one in customers]) for name in bench.COLUMNS)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(plans, min_size=1, max_size=3), st.lists(usages(), min_size=1, max_size=5), st.integers(1, 4))
def test_each_total_is_the_sum_of_the_scalar_bills(
    tariffs: list[Plan], customers: list[tuple[MonthUsage, ...]], first: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(population_bills, "ROWS", 2)
        index = np.arange(first, first + len(customers[0]))
        totals = population_bills.population_totals(tariffs, arrays(customers), month_index=index)
    expected = [
        [sum(bill.total for bill in bills(plan, (), months, first_index=first)) for plan in tariffs]
        for months in customers
    ]
    assert totals.tolist() == expected


def test_progress_names_every_customer_once() -> None:
    done: list[int] = []
    usage = bench.made_up_usage(9_001, seed=2)
    plan = next(iter(load_catalogue(Path("kb/data")).plans.values()))
    population_bills.population_totals([plan], usage, progress=done.append)
    assert sum(done) == 9_001


def test_pandas_by_hand_agrees_and_is_slower() -> None:
    speed = bench.measure(load_catalogue(Path("kb/data")), customers=2_000)
    assert speed.per_second > 10 * speed.pandas_per_second
