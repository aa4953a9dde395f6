"""What the reasons of one suggestion are made from."""

from dataclasses import dataclass
from datetime import date

from kb.catalogue.schema import Item, Pack, Plan
from recsys.customers.customer import Customer, MonthUsage
from recsys.offer.decision import Saving
from recsys.tariff.need import TariffNeed
from recsys.tariff.search import Candidate
from recsys.tariff.today import Today


@dataclass(frozen=True, slots=True)
class Context:
    """A candidate beside today's plan; ``today`` and ``saving`` are none when that is not known."""

    customer: Customer
    need: TariffNeed
    day: date
    months: tuple[MonthUsage, ...]
    estimated: bool  # usage comes from the stated need
    candidate: Candidate
    today: Today | None
    saving: Saving | None
    bundled: tuple[Item, ...]  # what comes with the plan
    bundled_today: tuple[Item, ...]  # what comes with today's
    compared: int  # plans that were compared
    best: bool  # whether it has the lowest mean bill of them

    @property
    def plan(self) -> Plan:
        """The candidate's plan."""
        return self.candidate.plan

    @property
    def data_mb(self) -> int:
        """General data of plan and packs."""
        return self.plan.allowance.data_mb + sum(pack.allowance.data_mb for pack in self.candidate.packs)

    @property
    def voice_min(self) -> int:
        """Minutes of plan and packs."""
        return self.plan.allowance.voice_min + sum(pack.allowance.voice_min for pack in self.candidate.packs)

    @property
    def new_packs(self) -> tuple[Pack, ...]:
        """Packs to order along with the plan."""
        held = self.today.packs if self.today else ()
        return tuple(pack for pack in self.candidate.packs if pack not in held)

    @property
    def dropped_packs(self) -> tuple[Pack, ...]:
        """Packs held today that the candidate can do without."""
        held = self.today.packs if self.today else ()
        return tuple(pack for pack in held if pack not in self.candidate.packs)
