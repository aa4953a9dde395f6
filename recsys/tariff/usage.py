"""What is used and left this month, and the bills of the months before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Pack
from recsys.customers.customer import Customer, MonthUsage
from recsys.customers.load import bills_of as stored_bills
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.tariff.bill import Bill, bill
from recsys.tariff.meter import Metered, meter
from recsys.tariff.saving import WINDOW
from recsys.tariff.today import metered

MONTHS = WINDOW + 1  # six full ones and the one that is running


@dataclass(frozen=True, slots=True)
class Gauge:
    """Used against allowed, in MB, minutes or messages."""

    used: int
    allowed: int

    @property
    def left(self) -> int:
        """Never negative."""
        return max(0, self.allowed - self.used)

    @property
    def share(self) -> float | None:
        """Used ÷ allowed, may exceed 1; none without an allowance."""
        return self.used / self.allowed if self.allowed else None


@dataclass(frozen=True, slots=True)
class UsageNow:
    """The month that is running, or with ``current`` false the last one that is known."""

    month: str
    current: bool
    days_left: int  # today included; 0 for a past month
    data: Gauge  # general data; what was rolled over counts as allowed
    carried_mb: int
    directed: Gauge
    directed_apps: tuple[str, ...]
    voice: Gauge
    sms: Gauge
    bill: Bill  # plan and packs so far
    throttled: bool


def load_with_usage(engine: Engine, customer_id: str, now: datetime) -> Customer:
    """The customer with six full months and the running one. Raises UnknownCustomer."""
    return customer(engine, customer_id, now, MONTHS)


def usage_now(engine: Engine, customer_id: str, now: datetime) -> UsageNow | None:
    """None when plan or usage is unknown. Raises UnknownCustomer."""
    day = now.astimezone(engine.settings.zone).date()
    return usage_on(load_with_usage(engine, customer_id, now), engine.catalogue, day)


def usage_on(customer: Customer, catalogue: Catalogue, day: date) -> UsageNow | None:
    """The same from plain values."""
    plan = catalogue.plans.get(customer.plan_id or "")
    if plan is None or not customer.usage:
        return None
    packs = packs_held(customer, catalogue)
    usage = customer.usage[-1]
    carried = _carried(customer, catalogue, usage)
    met = meter(plan, packs, usage, carried_mb=carried)
    current = usage.month == f"{day:%Y-%m}"
    apps = (app for item in (plan, *packs) for app in item.allowance.directed.apps)
    return UsageNow(
        month=usage.month,
        current=current,
        days_left=_days_of(day) - day.day + 1 if current else 0,
        data=Gauge(met.general_mb, carried + met.data_allowance_mb),
        carried_mb=carried,
        directed=_directed(usage, met),
        directed_apps=tuple(dict.fromkeys(apps)),
        voice=Gauge(usage.voice_min, met.voice_allowance_min),
        sms=Gauge(usage.sms, met.sms_allowance),
        bill=bill(plan, packs, usage, carried_mb=carried),
        throttled=met.throttled,
    )


def bills_of(engine: Engine, customer_id: str, months: int, now: datetime) -> list[dict[str, Any]]:
    """Issued bills, oldest first, then the running month with ``so_far`` true if its usage is known.

    {month, plan_id, packs, lines: [{rule, title, quantity, unit, unit_price, amount}], total, so_far}.
    """
    issued = [row | {"so_far": False} for row in stored_bills(engine, customer_id, months)]
    held, day = load_with_usage(engine, customer_id, now), now.astimezone(engine.settings.zone).date()
    running = usage_on(held, engine.catalogue, day)
    if running is None or not running.current:
        return issued
    made = running.bill.to_dict()
    packs = [pack.id for pack in packs_held(held, engine.catalogue)]
    row = {"month": running.month, "plan_id": held.plan_id, "packs": packs, "so_far": True}
    return [*issued, row | {"lines": made["lines"], "total": made["total"]}]


def packs_held(customer: Customer, catalogue: Catalogue) -> tuple[Pack, ...]:
    """All packs that serve at home this month, single ones too."""
    held = (catalogue.packs[id] for id in customer.subscriptions if id in catalogue.packs)
    return tuple(pack for pack in held if pack.kind != "roaming")


def projected_mb(general_mb: int, day: date) -> int:
    """General data at the month's end if it goes on like this."""
    return general_mb * _days_of(day) // day.day


def _carried(customer: Customer, catalogue: Catalogue, usage: MonthUsage) -> int:
    """What the month before ``usage`` rolled out, if that month is known and under the same plan."""
    before = [month for month in customer.usage if month.month < usage.month]
    year, number = (int(part) for part in usage.month.split("-"))
    last = f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"
    since = customer.plan_since
    if not before or before[-1].month != last or (since is not None and f"{since:%Y-%m}" > last):
        return 0
    plan = catalogue.plans[customer.plan_id or ""]
    return metered(plan, packs_held(customer, catalogue), before)[-1].rolled_out_mb


def _directed(usage: MonthUsage, met: Metered) -> Gauge:
    return Gauge(min(usage.directed_mb, met.directed_allowance_mb), met.directed_allowance_mb)


def _days_of(day: date) -> int:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - date(day.year, day.month, 1)).days


def shortage(now: UsageNow | None, months: Sequence[Metered], day: date) -> int | None:
    """General data missing until the month's end (MB, ≤ 0 = enough), from this month or a usual one."""
    if now is not None and now.current:
        return projected_mb(now.data.used, day) - now.data.allowed
    if not months:
        return None
    usual = sum(month.general_mb for month in months) // len(months)
    return usual - months[-1].data_allowance_mb
