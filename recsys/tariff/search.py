"""The cheapest way to hold each plan: alone or with up to two packs, exact over the whole catalogue."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.catalogue.schema import Pack, Plan, Tariff
from recsys.customers.customer import MonthUsage
from recsys.tariff.bill_arrays import BillArrays, UsageArrays, usage_arrays
from recsys.tariff.bill_batch import bill_batch
from recsys.tariff.table import Table, table
from recsys.tariff.terms import Ints, Terms

Fits = Callable[[Tariff, Tariff], bool]
Bools = NDArray[np.bool_]
ALONE = np.array([[-1, -1]])


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan with packs and its bills, in fen, for the months that were searched."""

    plan: Plan
    packs: tuple[Pack, ...]
    totals: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all months together."""
        return sum(self.totals)


@dataclass(frozen=True, slots=True)
class Need:
    """What a candidate must bring in allowances; the most its mean bill may be (fen); and in how many
    months its data may become slow, which no saving makes up for."""

    data_mb: int = 0
    voice_min: int = 0
    budget: int | None = None
    slow_months: int | None = None


def search(
    plans: Sequence[Plan],
    packs: Sequence[Pack],
    months: Sequence[MonthUsage],
    *,
    need: Need | None = None,
    fits: Fits = lambda one, other: True,
) -> list[Candidate]:
    """For each plan its cheapest combination that meets the need, cheapest plan first.

    ``fits`` says of a plan and a pack, or of two packs, whether they can be held together. Ties go to
    fewer packs, then to cheaper packs (fee, id), then to the smaller plan fee and id. Promotions count
    as over. Raises ValueError without months.
    """
    if not months:
        raise ValueError("a search needs the usage of at least one month")
    if not plans:
        return []
    if not packs:
        return _alone(plans, usage_arrays(months), need or Need())
    ranked = sorted(packs, key=lambda pack: (pack.fee, pack.id))
    usage, wanted, compiled = usage_arrays(months), need or Need(), table(plans, ranked)
    choices = _choices(plans, ranked, _useful(compiled, usage, wanted), fits)
    plan_rows = np.repeat(np.arange(len(plans)), [len(rows) for rows in choices])
    terms = compiled.terms(plan_rows, np.concatenate(choices))
    billed = bill_batch(terms, usage)
    totals, met = billed.total, _met(terms, billed, wanted)
    found, start = [], 0
    for plan, rows in zip(plans, choices, strict=True):
        best = _first_cheapest(totals[start : start + len(rows)], met[start : start + len(rows)])
        if best is not None:
            chosen = tuple(ranked[row] for row in rows[best] if row >= 0)
            found.append(Candidate(plan, chosen, tuple(totals[start + best].tolist())))
        start += len(rows)
    return _in_order(found)


def _alone(plans: Sequence[Plan], usage: UsageArrays, need: Need) -> list[Candidate]:
    """The same without any packs: one combination a plan."""
    rows = np.arange(len(plans))
    terms = table(plans).terms(rows, ALONE.repeat(len(plans), axis=0))
    billed = bill_batch(terms, usage)
    totals = billed.total.tolist()
    met = np.flatnonzero(_met(terms, billed, need)).tolist()
    return _in_order([Candidate(plans[row], (), tuple(totals[row])) for row in met])


def _in_order(found: Iterable[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda c: (c.total, len(c.packs), c.plan.fee, c.plan.id))


def _first_cheapest(totals: Ints, met: Bools) -> int | None:
    rows = np.flatnonzero(met)
    return int(rows[np.argmin(totals[rows].sum(axis=1))]) if len(rows) else None


def _useful(compiled: Table, usage: UsageArrays, need: Need) -> Bools:
    """(plans, packs): packs that can lower a charge the plan alone has, or fill a gap in the need.

    Any other pack can be left out of every combination without making it dearer: charges never rise
    with allowances, and totals never fall with fees.
    """
    own = compiled.plans.holdings[0]
    count = len(own.fee)
    alone: BillArrays = bill_batch(compiled.terms(np.arange(count), ALONE.repeat(count, axis=0)), usage)
    dear = alone.data.any(axis=1)
    slow = need.slow_months is not None and alone.throttled.sum(axis=1) > need.slow_months
    directed = (dear | slow) & (usage.directed_mb > own.directed_mb).any(axis=1)
    matters = (
        dear | (own.data_mb < need.data_mb)[:, 0],
        directed,
        alone.voice.any(axis=1) | (own.voice_min < need.voice_min)[:, 0],
        alone.sms.any(axis=1),
        alone.mms.any(axis=1),
    )
    held = compiled.packs
    amounts = (held.data_mb, held.directed_mb, held.voice_min, held.sms, held.mms)
    brings = np.concatenate(amounts, axis=1)[:-1] > 0
    useful: Bools = np.stack(matters, axis=1) @ brings.T
    return useful


def _choices(plans: Sequence[Plan], packs: Sequence[Pack], useful: Bools, fits: Fits) -> list[Ints]:
    """Per plan an (n, 2) array of pack rows, fewer and cheaper first: the first of equals is kept."""
    together = np.zeros((len(packs), len(packs)), dtype=np.bool_)
    for first in np.flatnonzero(useful.any(axis=0)).tolist():
        for second in range(first + 1, len(packs)):
            together[first, second] = fits(packs[first], packs[second])
    made: dict[tuple[int, ...], Ints] = {}  # many plans want the same packs
    choices = []
    for plan, wanted in zip(plans, useful, strict=True):
        rows = tuple(row for row in np.flatnonzero(wanted).tolist() if fits(plan, packs[row]))
        if rows not in made:
            made[rows] = _combinations(np.array(rows, dtype=np.int64), together)
        choices.append(made[rows])
    return choices


def _combinations(rows: Ints, together: Bools) -> Ints:
    """None of these packs, each alone, and every two that go together."""
    ones = np.stack([rows, np.full_like(rows, -1)], axis=1)
    left, right = np.nonzero(together[np.ix_(rows, rows)])
    return np.concatenate([ALONE, ones, np.stack([rows[left], rows[right]], axis=1)])


def _met(terms: Terms, billed: BillArrays, need: Need) -> Bools:
    data = np.add.reduce([holding.data_mb for holding in terms.holdings])[:, 0]
    voice = np.add.reduce([holding.voice_min for holding in terms.holdings])[:, 0]
    met: Bools = (data >= need.data_mb) & (voice >= need.voice_min)
    if need.budget is not None:
        met &= billed.total.sum(axis=1) <= need.budget * billed.total.shape[1]
    if need.slow_months is not None:
        met &= billed.throttled.sum(axis=1) <= need.slow_months
    return met
