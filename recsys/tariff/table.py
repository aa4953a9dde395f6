"""Plans and packs compiled once, to bill any combination of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from kb.catalogue.schema import Tariff
from recsys.tariff.terms import Holding, Ints, Terms, TierTerms, column, holding_of, terms_of


@dataclass(frozen=True, slots=True)
class Table:
    """Plans and packs compiled once; any combination of them is then a matter of indexing."""

    plans: Terms
    packs: Holding  # (packs + 1, 1); the last row holds nothing

    def terms(self, plan_rows: Ints, pack_rows: Ints) -> Terms:
        """Terms of n candidates: (n,) plan rows and (n, slots) pack rows, -1 = none.

        Promotions are left out: these are lasting prices.
        """
        plans = self.plans
        own = _take(plans.holdings[0], plan_rows)
        packs = tuple(_take(self.packs, pack_rows[:, slot]) for slot in range(pack_rows.shape[1]))
        return Terms(
            holdings=(own, *packs),
            tiers=tuple(_take(tier, plan_rows) for tier in plans.tiers),
            voice_price=plans.voice_price[plan_rows],
            sms_price=plans.sms_price[plan_rows],
            mms_price=plans.mms_price[plan_rows],
            data_cap=plans.data_cap[plan_rows],
            throttle_mb=plans.throttle_mb[plan_rows],
            rollover=plans.rollover[plan_rows],
            min_spend=plans.min_spend[plan_rows],
        )


def table(plans: Sequence[Tariff], packs: Sequence[Tariff] = ()) -> Table:
    """Compile plans and packs; rows are in the order given."""
    return Table(
        terms_of(column, plans, (holding_of(column, plans),), ()), holding_of(column, [*packs, None])
    )


Part = TypeVar("Part", Holding, TierTerms)


def _take(part: Part, rows: Ints) -> Part:
    return type(part)(*(getattr(part, field)[rows] for field in part.__dataclass_fields__))
