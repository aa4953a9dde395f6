"""The vectorised bill is the scalar one, whatever the plan."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalogue.schema import Pack, Plan
from recsys.customers.customer import MonthUsage
from recsys.tariff.bill import Bill, bill, bills
from recsys.tariff.bill_arrays import BillArrays, Shares, UsageArrays, usage_arrays
from recsys.tariff.bill_batch import bill_batch
from recsys.tariff.meter import share_of
from recsys.tariff.table import table
from recsys.tariff.terms import Ints, one
from tests.unit.recsys.tariff.tariffs import GB, make_plan, months, packs, plans, usages

PARTS = {
    "fee": ("fee",),
    "pack_fee": ("pack_fee",),
    "data": ("data", "data_cap"),
    "voice": ("voice",),
    "sms": ("sms",),
    "mms": ("mms",),
    "fill": ("min_spend",),
}


def stacked(customers: Sequence[Sequence[MonthUsage]]) -> UsageArrays:
    """Several customers as (customers, months)."""
    rows = [usage_arrays(customer) for customer in customers]
    names = ("data_mb", "directed_mb", "voice_min", "sms", "mms")
    return UsageArrays(*(np.stack([getattr(row, name) for row in rows]) for name in names))


def assert_same(batch: BillArrays, row: int, scalar: Sequence[Bill]) -> None:
    for month, expected in enumerate(scalar):
        at = (row, month)
        assert batch.total[at] == expected.total == sum(line.amount for line in expected.lines)
        for name, rules in PARTS.items():
            assert getattr(batch, name)[at] == expected.sum_of(*rules), name
        assert batch.discount[at] == -expected.sum_of("promotion")
        assert batch.rolled_out_mb[at] == expected.rolled_out_mb
        assert batch.throttled[at] == expected.throttled


@settings(max_examples=300, deadline=None)
@given(plans, st.lists(packs, max_size=2), st.lists(usages(), min_size=1, max_size=3), st.integers(1, 4))
def test_a_population_under_one_plan_is_billed_as_each_of_its_customers(
    plan: Plan, held: list[Pack], customers: list[tuple[MonthUsage, ...]], first: int
) -> None:
    index = np.arange(first, first + 6)
    batch = bill_batch(one(plan, held), stacked(customers), month_index=index)
    for row, customer in enumerate(customers):
        assert_same(batch, row, bills(plan, held, customer, first_index=first))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(plans, st.lists(packs, max_size=2)), min_size=1, max_size=4), usages())
def test_one_customer_under_many_candidates_is_billed_as_under_each(
    candidates: list[tuple[Plan, list[Pack]]], customer: tuple[MonthUsage, ...]
) -> None:
    compiled = table([plan for plan, _ in candidates], [pack for _, held in candidates for pack in held])
    numbers = iter(range(100))
    rows = [[next(numbers) for _ in held] + [-1] * (2 - len(held)) for _, held in candidates]
    terms = compiled.terms(np.arange(len(candidates)), np.array(rows))
    batch = bill_batch(terms, usage_arrays(customer))
    for row, (plan, held) in enumerate(candidates):
        assert_same(batch, row, bills(plan, held, customer))


@settings(max_examples=100, deadline=None)
@given(plans, st.lists(packs, max_size=2), usages(count=1), st.integers(1, 31))
def test_a_prorated_first_month_is_the_same_in_both(
    plan: Plan, held: list[Pack], customer: tuple[MonthUsage, ...], start_day: int
) -> None:
    share = share_of(customer[0].month, start_day)
    shares = Shares(np.array([share.left]), np.array([share.days]))
    batch = bill_batch(one(plan, held), stacked([customer]), month_index=np.array([1]), shares=shares)
    assert_same(batch, 0, [bill(plan, held, customer[0], month_index=1, start_day=start_day)])


def test_nothing_is_carried_over_a_missing_month() -> None:
    plan = make_plan(rollover=True)
    usage = stacked([months(0, 40 * GB), months(0, 40 * GB)])
    gap = np.array([[False, False], [False, True]])
    batch = bill_batch(one(plan), UsageArrays(*list(_columns(usage)), gap=gap))
    assert batch.total.tolist() == [[7900, 7900], [7900, 7900 + 20 * 500]]


def _columns(usage: UsageArrays) -> list[Ints]:
    return [usage.data_mb, usage.directed_mb, usage.voice_min, usage.sms, usage.mms]
