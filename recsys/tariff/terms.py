"""Tariffs compiled to integer arrays, so that one kernel bills populations and candidates alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.catalogue.schema import Promotion, Tariff

Ints = NDArray[np.int64]
NEVER = np.int64(2**62)  # a bound that nothing reaches


@dataclass(frozen=True, slots=True)
class Holding:
    """Fee and allowances of a plan or of one pack."""

    fee: Ints
    data_mb: Ints
    directed_mb: Ints
    voice_min: Ints
    sms: Ints
    mms: Ints


@dataclass(frozen=True, slots=True)
class TierTerms:
    """One tier: MB beyond the allowance from ``start`` to ``end``."""

    start: Ints
    end: Ints
    block_mb: Ints
    price: Ints


@dataclass(frozen=True, slots=True)
class Terms:
    """All that a bill needs; arrays are (1,) (one tariff) or (n, 1) (n candidates).

    ``promotions`` name the holding they belong to (0 = the plan) and exist for one tariff only.
    """

    holdings: tuple[Holding, ...]
    tiers: tuple[TierTerms, ...]
    voice_price: Ints
    sms_price: Ints
    mms_price: Ints
    data_cap: Ints
    throttle_mb: Ints
    rollover: Ints
    min_spend: Ints
    promotions: tuple[tuple[int, Promotion], ...] = ()


def one(plan: Tariff, packs: Sequence[Tariff] = ()) -> Terms:
    """The terms of one plan with its packs."""
    promotions = tuple((owner, p) for owner, item in enumerate((plan, *packs)) for p in item.promotions)
    held = tuple(holding_of(single, [item]) for item in (plan, *packs))
    return terms_of(single, [plan], held, promotions)


def single(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def column(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64).reshape(-1, 1)


def holding_of(array: Callable[[Sequence[int]], Ints], items: Sequence[Tariff | None]) -> Holding:
    held = [(item.fee, item.allowance) if item else None for item in items]
    return Holding(
        fee=array([h[0] if h else 0 for h in held]),
        data_mb=array([h[1].data_mb if h else 0 for h in held]),
        directed_mb=array([h[1].directed.data_mb if h else 0 for h in held]),
        voice_min=array([h[1].voice_min if h else 0 for h in held]),
        sms=array([h[1].sms if h else 0 for h in held]),
        mms=array([h[1].mms if h else 0 for h in held]),
    )


def terms_of(
    array: Callable[[Sequence[int]], Ints],
    plans: Sequence[Tariff],
    holdings: tuple[Holding, ...],
    promotions: tuple[tuple[int, Promotion], ...],
) -> Terms:
    def bound(value: int | None) -> int:
        return int(NEVER) if value is None else value

    return Terms(
        holdings=holdings,
        tiers=_tiers(array, plans),
        voice_price=array([plan.overage.voice_per_min for plan in plans]),
        sms_price=array([plan.overage.sms_each for plan in plans]),
        mms_price=array([plan.overage.mms_each for plan in plans]),
        data_cap=array([bound(plan.data_cap) for plan in plans]),
        throttle_mb=array([bound(plan.throttle_after_mb) for plan in plans]),
        rollover=array([int(plan.rollover) for plan in plans]),
        min_spend=array([plan.min_spend for plan in plans]),
        promotions=promotions,
    )


def _tiers(array: Callable[[Sequence[int]], Ints], plans: Sequence[Tariff]) -> tuple[TierTerms, ...]:
    """The n-th tiers side by side; a plan with fewer gets one that is never reached."""
    rows = []
    for number in range(max((len(plan.overage.data) for plan in plans), default=0)):
        cells = [_tier(plan, number) for plan in plans]
        rows.append(TierTerms(*(array([cell[column] for cell in cells]) for column in range(4))))
    return tuple(rows)


def _tier(plan: Tariff, number: int) -> tuple[int, int, int, int]:
    tiers = plan.overage.data
    if number >= len(tiers):
        return int(NEVER), int(NEVER), 1, 0
    start = (tiers[number - 1].up_to_mb or 0) if number else 0
    end = tiers[number].up_to_mb
    return start, int(NEVER) if end is None else end, tiers[number].block_mb, tiers[number].price
