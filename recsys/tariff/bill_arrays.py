"""Usage and bills as integer arrays; months, in order, are the last axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recsys.customers.customer import MonthUsage
from recsys.tariff.terms import Ints


@dataclass(frozen=True, slots=True)
class UsageArrays:
    """Usage with months, in order, on the last axis: (months,) or (customers, months)."""

    data_mb: Ints
    directed_mb: Ints
    voice_min: Ints
    sms: Ints
    mms: Ints
    gap: NDArray[np.bool_] | None = None  # true where nothing can be carried in: a month is missing

    def part(self, rows: slice) -> "UsageArrays":
        """Some of the customers of a (customers, months) usage."""
        return UsageArrays(
            self.data_mb[rows],
            self.directed_mb[rows],
            self.voice_min[rows],
            self.sms[rows],
            self.mms[rows],
            None if self.gap is None else self.gap[rows],
        )

    def by_month(self) -> "UsageArrays":
        """The same with a month's customers next to each other in memory, as the bills walk over them."""
        return UsageArrays(
            np.asfortranarray(self.data_mb),
            np.asfortranarray(self.directed_mb),
            np.asfortranarray(self.voice_min),
            np.asfortranarray(self.sms),
            np.asfortranarray(self.mms),
            self.gap,
        )


@dataclass(frozen=True, slots=True)
class Shares:
    """Per month the days left and the days of the month; see ``meter.Share``."""

    left: Ints
    days: Ints


@dataclass(frozen=True, slots=True)
class BillArrays:
    """Fen, except the last two; ``data`` is after the cap; total = all the others − ``discount``."""

    total: Ints
    fee: Ints
    pack_fee: Ints
    data: Ints
    voice: Ints
    sms: Ints
    mms: Ints
    fill: Ints
    discount: Ints
    rolled_out_mb: Ints
    throttled: NDArray[np.bool_]


def usage_arrays(months: Sequence[MonthUsage]) -> UsageArrays:
    """The months of one customer as (months,) arrays."""
    rows = [(m.data_mb, m.directed_mb, m.voice_min, m.sms, m.mms) for m in months]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return UsageArrays(columns[0], columns[1], columns[2], columns[3], columns[4])
