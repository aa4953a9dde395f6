"""What a customer pays today: their plan and packs on the usage that decisions look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Pack, Plan
from recsys.customers.customer import Customer, MonthUsage
from recsys.tariff.bill import Bill, bills
from recsys.tariff.meter import Metered, meter
from recsys.tariff.saving import WINDOW, mean_half_up


@dataclass(frozen=True, slots=True)
class Today:
    """Plan, packs and their bills at lasting prices, over the last months (oldest first)."""

    plan: Plan
    packs: tuple[Pack, ...]
    months: tuple[MonthUsage, ...]
    bills: tuple[Bill, ...]
    metered: tuple[Metered, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """Fen a month."""
        return tuple(bill.total for bill in self.bills)

    @property
    def data_mb(self) -> int:
        """General data that plan and packs hold."""
        return self.plan.allowance.data_mb + sum(pack.allowance.data_mb for pack in self.packs)

    @property
    def voice_min(self) -> int:
        """Minutes that plan and packs hold."""
        return self.plan.allowance.voice_min + sum(pack.allowance.voice_min for pack in self.packs)

    def extra(self, *rules: str) -> tuple[int, int]:
        """In how many months these rules charged something, and the mean over all months (fen)."""
        charged = [bill.sum_of(*rules) for bill in self.bills]
        return sum(amount > 0 for amount in charged), mean_half_up(sum(charged), len(charged))


def today_of(customer: Customer, catalogue: Catalogue, day: date) -> Today | None:
    """None when the plan or the usage is unknown."""
    plan = catalogue.plans.get(customer.plan_id or "")
    months = full_months(customer.usage, day)
    if plan is None or not months:
        return None
    packs = monthly_packs(customer, catalogue)
    return Today(plan, packs, months, bills(plan, packs, months), metered(plan, packs, months))


def full_months(usage: Sequence[MonthUsage], day: date) -> tuple[MonthUsage, ...]:
    """The months that a saving looks back on: the running one is not over yet."""
    return tuple(month for month in usage if month.month < f"{day:%Y-%m}")[-WINDOW:]


def monthly_packs(customer: Customer, catalogue: Catalogue) -> tuple[Pack, ...]:
    """The packs held that are billed every month."""
    held = (catalogue.packs[id] for id in customer.subscriptions if id in catalogue.packs)
    return tuple(pack for pack in held if pack.renews and pack.kind != "roaming")


def metered(plan: Plan, packs: Sequence[Pack], months: Sequence[MonthUsage]) -> tuple[Metered, ...]:
    """Each month's allowances met, rolled-over data carried along."""
    done: list[Metered] = []
    for usage in months:
        done.append(meter(plan, packs, usage, carried_mb=done[-1].rolled_out_mb if done else 0))
    return tuple(done)
