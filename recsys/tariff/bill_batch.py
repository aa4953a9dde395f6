"""Bills of many months at once, equal to ``bill`` to the fen; integers only."""

from collections.abc import Iterable, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from recsys.tariff.bill_arrays import BillArrays, Shares, UsageArrays
from recsys.tariff.terms import Holding, Ints, Terms


def bill_batch(
    terms: Terms, usage: UsageArrays, *, month_index: Ints | None = None, shares: Shares | None = None
) -> BillArrays:
    """Bill every month of ``usage``; all results broadcast terms against usage.

    ``month_index`` is the n-th month since the order for each month (none = promotions are over).
    """
    held = tuple(_prorated(holding, shares) for holding in terms.holdings)
    over, rolled_out, throttled = _metered(terms, held, usage)
    data = _data_charge(terms, over)
    voice = _beyond(usage.voice_min, _sum(h.voice_min for h in held)) * terms.voice_price
    sms = _beyond(usage.sms, _sum(h.sms for h in held)) * terms.sms_price
    mms = _beyond(usage.mms, _sum(h.mms for h in held)) * terms.mms_price
    zero = np.zeros_like(data)
    fees = [holding.fee + zero for holding in held]
    pack_fee = _sum(fees[1:]) if len(fees) > 1 else zero
    subtotal = fees[0] + pack_fee + data + voice + sms + mms
    fill = np.maximum(terms.min_spend - subtotal, 0)
    full = subtotal + fill
    discount = zero if month_index is None else _discount(terms, fees, full, month_index)
    return BillArrays(
        full - discount, fees[0], pack_fee, data, voice, sms, mms, fill, discount, rolled_out, throttled
    )


def _sum(arrays: Iterable[Ints]) -> Ints:
    total: Ints = reduce(np.add, arrays)
    return total


def _beyond(used: Ints, allowance: Ints) -> Ints:
    beyond: Ints = np.maximum(used - allowance, 0)
    return beyond


def _prorated(holding: Holding, shares: Shares | None) -> Holding:
    if shares is None:
        return holding
    left, days = shares.left, shares.days

    def part(amount: Ints) -> Ints:
        rounded_up: Ints = -(-amount * left // days)
        return rounded_up

    return Holding(
        fee=(2 * holding.fee * left + days) // (2 * days),
        data_mb=part(holding.data_mb),
        directed_mb=part(holding.directed_mb),
        voice_min=part(holding.voice_min),
        sms=part(holding.sms),
        mms=part(holding.mms),
    )


def _metered(
    terms: Terms, held: Sequence[Holding], usage: UsageArrays
) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Charged MB, MB rolled out and whether it was throttled, month after month for the rollover."""
    general = usage.data_mb + _beyond(usage.directed_mb, _sum([h.directed_mb for h in held]))
    fast = np.minimum(general, terms.throttle_mb)
    plan_mb = held[0].data_mb + np.zeros_like(fast)
    own_mb = _sum([h.data_mb for h in held]) + np.zeros_like(fast)
    if not np.any(terms.rollover):
        return _beyond(fast, own_mb), np.zeros_like(fast), fast < general
    carried = np.zeros_like(fast)
    rolled_out = np.zeros_like(fast)
    rolls = np.broadcast_to(terms.rollover, fast.shape)
    for month in range(fast.shape[-1]):
        if month:
            carried[..., month] = rolled_out[..., month - 1]
            if usage.gap is not None:
                carried[..., month] *= ~usage.gap[..., month]
        unused = plan_mb[..., month] - _beyond(general[..., month], carried[..., month])
        rolled_out[..., month] = np.maximum(unused, 0) * rolls[..., month]
    return _beyond(fast, carried + own_mb), rolled_out, fast < general


def _data_charge(terms: Terms, over: Ints) -> Ints:
    charge = np.zeros_like(over)
    for tier in terms.tiers:
        inside = np.maximum(np.minimum(over, tier.end) - tier.start, 0)
        charge = charge + -(-inside // tier.block_mb) * tier.price
    return np.minimum(charge, terms.data_cap)


def _discount(terms: Terms, fees: Sequence[Ints], full: Ints, month_index: Ints) -> Ints:
    """All promotions, in list order; each works on what the earlier ones left."""
    total, left = full, list(fees)
    for owner, promotion in terms.promotions:
        base = total if promotion.on == "total" else np.minimum(left[owner], total)
        if promotion.percent_off is not None:
            off = (base * promotion.percent_off + 50) // 100
        else:
            off = np.minimum(base, promotion.amount_off or 0)
        off = off * (month_index <= promotion.first_months)
        if promotion.on == "fee":
            left[owner] = left[owner] - off
        total = total - off
    return full - total
