"""The bill of one month, line by line. This is the explaining twin of ``bill_batch``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kb.catalogue.schema import Pack, Promotion, Tariff, Tier
from recsys.customers.customer import MonthUsage
from recsys.tariff.meter import Metered, Share, meter, share_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``rule`` is a fixed code, money in fen, reductions are negative."""

    rule: str
    title: str
    quantity: int
    unit: str
    unit_price: int
    amount: int


@dataclass(frozen=True, slots=True)
class Bill:
    """The lines add up to ``total``; ``rolled_out_mb`` is what the next month may carry."""

    month: str
    lines: tuple[Line, ...]
    total: int
    rolled_out_mb: int
    throttled: bool

    def sum_of(self, *rules: str) -> int:
        """What the lines of these rules amount to."""
        return sum(line.amount for line in self.lines if line.rule in rules)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, as decisions and cards carry it."""
        return {
            "month": self.month,
            "lines": [
                {name: getattr(line, name) for name in Line.__dataclass_fields__} for line in self.lines
            ],
            "total": self.total,
            "rolled_out_mb": self.rolled_out_mb,
            "throttled": self.throttled,
        }


def bill(
    plan: Tariff,
    packs: Sequence[Pack],
    usage: MonthUsage,
    *,
    carried_mb: int = 0,
    month_index: int | None = None,
    start_day: int | None = None,
) -> Bill:
    """Bill ``usage``; ``month_index`` is the n-th month since the order (none = promotions are over).

    ``start_day`` prorates a first month. Raises ValueError on an impossible day or a month index below 1.
    """
    if month_index is not None and month_index < 1:
        raise ValueError(f"month_index {month_index} must be 1 or more")
    share = share_of(usage.month, start_day)
    metered = meter(plan, packs, usage, carried_mb=carried_mb, share=share)
    lines = [*_fee_lines(plan, packs, share), *_data_lines(plan, metered), *_unit_lines(plan, metered)]
    subtotal = sum(line.amount for line in lines)
    if subtotal < plan.min_spend:
        fill = plan.min_spend - subtotal
        lines.append(Line("min_spend", "保底补足", 1, "月", fill, fill))
    if month_index is not None:
        lines.extend(_promotion_lines(plan, packs, share, sum(line.amount for line in lines), month_index))
    total = sum(line.amount for line in lines)
    return Bill(usage.month, tuple(lines), total, metered.rolled_out_mb, metered.throttled)


def bills(
    plan: Tariff, packs: Sequence[Pack], months: Sequence[MonthUsage], *, first_index: int | None = None
) -> tuple[Bill, ...]:
    """Whole months in order, each carrying what the one before rolled out.

    ``first_index`` is the month index of the first; none = promotions are over.
    """
    done: list[Bill] = []
    for position, usage in enumerate(months):
        index = None if first_index is None else first_index + position
        carried = done[-1].rolled_out_mb if done else 0
        done.append(bill(plan, packs, usage, carried_mb=carried, month_index=index))
    return tuple(done)


def tier_blocks(tiers: Sequence[Tier], over_mb: int) -> Iterator[tuple[Tier, int]]:
    """The started blocks of each tier that ``over_mb`` reaches; without tiers nothing is charged."""
    start = 0
    for tier in tiers:
        end = over_mb if tier.up_to_mb is None else min(over_mb, tier.up_to_mb)
        if end > start:
            yield tier, -(-(end - start) // tier.block_mb)
            start = end


def _fee_lines(plan: Tariff, packs: Sequence[Pack], share: Share) -> Iterator[Line]:
    unit = "月" if share.whole else f"天(全月{share.days}天)"
    yield Line("fee", f"{plan.title}月费", share.left, unit, plan.fee, share.of_fee(plan.fee))
    for pack in packs:
        yield Line("pack_fee", f"{pack.title}月费", share.left, unit, pack.fee, share.of_fee(pack.fee))


def _data_lines(plan: Tariff, metered: Metered) -> Iterator[Line]:
    charged = 0
    for number, (tier, blocks) in enumerate(tier_blocks(plan.overage.data, metered.over_mb), 1):
        charged += blocks * tier.price
        title = "套外流量" if len(plan.overage.data) == 1 else f"套外流量第{number}档"
        yield Line("data", title, blocks, f"{tier.block_mb}MB", tier.price, blocks * tier.price)
    if plan.data_cap is not None and charged > plan.data_cap:
        relief = plan.data_cap - charged
        yield Line("data_cap", "流量封顶减免", 1, "月", relief, relief)


def _unit_lines(plan: Tariff, metered: Metered) -> Iterator[Line]:
    prices = plan.overage
    for rule, title, over, unit, price in (
        ("voice", "套外通话", metered.over_voice_min, "分钟", prices.voice_per_min),
        ("sms", "套外短信", metered.over_sms, "条", prices.sms_each),
        ("mms", "套外彩信", metered.over_mms, "条", prices.mms_each),
    ):
        if over:
            yield Line(rule, title, over, unit, price, over * price)


def _promotion_lines(
    plan: Tariff, packs: Sequence[Pack], share: Share, total: int, month_index: int
) -> Iterator[Line]:
    """In list order, the plan's before the packs'; each works on what the earlier ones left."""
    for item in (plan, *packs):
        fee = share.of_fee(item.fee)
        for promotion in item.promotions:
            if month_index > promotion.first_months:
                continue
            base = total if promotion.on == "total" else min(fee, total)
            off = _discount(promotion, base)
            if promotion.on == "fee":
                fee -= off
            total -= off
            yield Line("promotion", promotion.title, 1, "月", -off, -off)


def _discount(promotion: Promotion, base: int) -> int:
    if promotion.percent_off is not None:
        return (base * promotion.percent_off + 50) // 100
    return min(base, promotion.amount_off or 0)
