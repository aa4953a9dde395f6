"""How a month's use meets its allowances: steps 1, 2 and 7 of a bill, before any price."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from kb.catalogue.schema import Pack, Tariff
from recsys.customers.customer import MonthUsage


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a month that is billed: ``left`` of ``days`` days, both 1 for a whole month."""

    left: int = 1
    days: int = 1

    @property
    def whole(self) -> bool:
        """Whether nothing is prorated."""
        return self.left == self.days

    def of_fee(self, fee: int) -> int:
        """Half up to the fen."""
        return (2 * fee * self.left + self.days) // (2 * self.days)

    def of_allowance(self, amount: int) -> int:
        """Up to the next whole MB, minute or message."""
        return -(-amount * self.left // self.days)


def share_of(month: str, start_day: int | None) -> Share:
    """The share of ``month`` (YYYY-MM) that is left from ``start_day`` on, that day included."""
    if start_day is None:
        return Share()
    year, number = month.split("-")
    days = monthrange(int(year), int(number))[1]
    if not 1 <= start_day <= days:
        raise ValueError(f"start_day {start_day} is not a day of {month}")
    return Share(days - start_day + 1, days)


@dataclass(frozen=True, slots=True)
class Metered:
    """One month's allowances and what went beyond them (``over_*``); data in MB."""

    general_mb: int  # general data used, directed excess included
    plan_mb: int
    packs_mb: int
    directed_allowance_mb: int
    voice_allowance_min: int
    sms_allowance: int
    mms_allowance: int
    over_mb: int  # what is charged: beyond all allowances and not throttled
    over_voice_min: int
    over_sms: int
    over_mms: int
    rolled_out_mb: int
    throttled: bool

    @property
    def data_allowance_mb(self) -> int:
        """General data of plan and packs, without what was rolled over."""
        return self.plan_mb + self.packs_mb


def meter(
    plan: Tariff, packs: Sequence[Pack], usage: MonthUsage, *, carried_mb: int = 0, share: Share | None = None
) -> Metered:
    """Apply ``usage`` to the allowances; general data uses the rolled-over part, the plan's, the packs'."""
    part = share or Share()
    held = [item.allowance for item in (plan, *packs)]
    directed = sum(part.of_allowance(a.directed.data_mb) for a in held)
    voice = sum(part.of_allowance(a.voice_min) for a in held)
    sms = sum(part.of_allowance(a.sms) for a in held)
    mms = sum(part.of_allowance(a.mms) for a in held)
    plan_mb = part.of_allowance(plan.allowance.data_mb)
    packs_mb = sum(part.of_allowance(pack.allowance.data_mb) for pack in packs)
    general = usage.data_mb + max(0, usage.directed_mb - directed)
    from_plan = min(plan_mb, max(0, general - carried_mb))
    limit = plan.throttle_after_mb
    fast = general if limit is None else min(general, limit)
    return Metered(
        general_mb=general,
        plan_mb=plan_mb,
        packs_mb=packs_mb,
        directed_allowance_mb=directed,
        voice_allowance_min=voice,
        sms_allowance=sms,
        mms_allowance=mms,
        over_mb=max(0, fast - carried_mb - plan_mb - packs_mb),
        over_voice_min=max(0, usage.voice_min - voice),
        over_sms=max(0, usage.sms - sms),
        over_mms=max(0, usage.mms - mms),
        rolled_out_mb=plan_mb - from_plan if plan.rollover else 0,
        throttled=fast < general,
    )
