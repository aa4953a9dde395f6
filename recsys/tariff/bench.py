"""How fast a population is billed, beside the same rules as plain pandas on a part of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Plan
from recsys.tariff.bill_arrays import UsageArrays
from recsys.tariff.population_bills import population_totals
from recsys.tariff.terms import Ints

MONTHS = 6
PLANS = 100
BAR_S = 40.0  # for a million customers under a hundred plans
PANDAS_CUSTOMERS = 300
PANDAS_PLANS = 10


@dataclass(frozen=True, slots=True)
class BillSpeed:
    """Seconds for the population; bills a second of ours and of pandas, in the same run."""

    customers: int
    plans: int
    seconds: float
    per_second: float
    pandas_per_second: float

    @property
    def pandas_seconds(self) -> float:
        """What pandas would take for all, at its pace."""
        return self.customers * self.plans * MONTHS / self.pandas_per_second

    @property
    def within_bar(self) -> bool:
        """Whether a million customers would take no longer than the bar, at this pace."""
        return 1_000_000 * PLANS * MONTHS / self.per_second <= BAR_S

    def line(self) -> str:
        """For people."""
        return (
            f"bills of {self.customers:,} customers × {self.plans} plans × {MONTHS} months: "
            f"{self.seconds:.1f} s, {self.per_second / 1e6:.1f} million a second, "
            f"{self.per_second / self.pandas_per_second:.0f}× pandas"
        )


def measure(catalogue: Catalogue, customers: int, seed: int = 1) -> BillSpeed:
    """Bill made-up months under a hundred tariffs; AssertionError if pandas comes to other sums."""
    plans = hundred_plans(list(catalogue.plans.values()))
    usage = made_up_usage(customers, seed)
    started = time.perf_counter()
    totals = population_totals(plans, usage)
    seconds = time.perf_counter() - started
    few = usage.part(slice(PANDAS_CUSTOMERS))
    started = time.perf_counter()
    naive = pandas_totals(plans[:PANDAS_PLANS], few)
    naive_seconds = time.perf_counter() - started
    if not np.array_equal(naive, totals[: len(few.data_mb), :PANDAS_PLANS]):
        raise AssertionError("pandas and the vectorised bills differ")
    return BillSpeed(
        customers,
        len(plans),
        seconds,
        totals.size * MONTHS / seconds,
        naive.size * MONTHS / naive_seconds,
    )


COLUMNS = ("data_mb", "directed_mb", "voice_min", "sms", "mms")


def hundred_plans(plans: Sequence[Plan]) -> list[Plan]:
    """The catalogue's plans again and again, each round a little dearer."""
    return [
        plan.model_copy(update={"id": f"{plan.id}_{number}", "fee": plan.fee + 100 * (number // len(plans))})
        for number, plan in ((number, plans[number % len(plans)]) for number in range(PLANS))
    ]


def made_up_usage(customers: int, seed: int) -> UsageArrays:
    """Skewed months: most use little, a few very much."""
    rng = np.random.default_rng(seed)
    means = {"data_mb": 18_000, "directed_mb": 4_000, "voice_min": 220, "sms": 12, "mms": 1}
    shape = (customers, MONTHS)
    data, directed, voice, sms, mms = (
        rng.exponential(means[name], shape).astype(np.int64) for name in COLUMNS
    )
    return UsageArrays(data, directed, voice, sms, mms)


def pandas_totals(plans: Sequence[Plan], usage: UsageArrays) -> Ints:
    """The same rules as somebody would first write them: rows of a frame, a function applied to each."""
    rows = [
        (customer, month, *(int(getattr(usage, name)[customer, month]) for name in COLUMNS))
        for customer in range(len(usage.data_mb))
        for month in range(MONTHS)
    ]
    frame = pd.DataFrame(rows, columns=["customer", "month", *COLUMNS])
    columns = [
        frame.groupby("customer", sort=True)[list(COLUMNS)]
        .apply(lambda own, p=plan: _naive(p, own))
        .to_numpy()
        for plan in plans
    ]
    return np.stack(columns, axis=1)


def _naive(plan: Plan, months: pd.DataFrame) -> int:
    total, carried = 0, 0
    for row in months.itertuples():
        allowance = plan.allowance
        general = row.data_mb + max(0, row.directed_mb - allowance.directed.data_mb)
        fast = general if plan.throttle_after_mb is None else min(general, plan.throttle_after_mb)
        over, data, start = max(0, fast - carried - allowance.data_mb), 0, 0
        for tier in plan.overage.data:
            end = over if tier.up_to_mb is None else min(over, tier.up_to_mb)
            if end > start:
                data += -(-(end - start) // tier.block_mb) * tier.price
                start = end
        data = data if plan.data_cap is None else min(data, plan.data_cap)
        units = (
            max(0, row.voice_min - allowance.voice_min) * plan.overage.voice_per_min
            + max(0, row.sms - allowance.sms) * plan.overage.sms_each
            + max(0, row.mms - allowance.mms) * plan.overage.mms_each
        )
        total += max(plan.fee + data + units, plan.min_spend)
        left = allowance.data_mb - max(0, general - carried)
        carried = max(0, left) if plan.rollover else 0
    return total
