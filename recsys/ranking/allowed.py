"""What may be offered at all, by the same rules as everywhere; nothing is ranked before this."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item, Plan
from recsys.offer.case import Case
from recsys.offer.decision import Suppressed
from recsys.offer.policy import Approach, Judge, judge_for
from recsys.ranking.needs import needed
from recsys.ranking.offer_case import OfferCase
from recsys.ranking.past import fresh, line_of, resting
from recsys.tariff.need import TariffNeed
from recsys.tariff.plan_case import Basis, PlanCase, eligible_plans
from recsys.tariff.plan_gate import Judged
from recsys.tariff.saving import saving
from recsys.tariff.search import Need, search
from recsys.tariff.today import today_of
from recsys.wealth.wealth_case import WealthCase, WealthNeed
from recsys.wealth.wealth_choice import eligible_products


@dataclass(frozen=True)
class Allowed:
    """Items in the order of the catalogue; ``judged`` are the plans that save, on ``basis``."""

    items: tuple[Item, ...]
    suppressed: tuple[Suppressed, ...]
    basis: Basis | None
    judged: dict[str, Judged]


def allowed(case: OfferCase, catalogue: Catalogue) -> Allowed:
    """Rules of the catalogue and of suitability, then the contact policy, what rests, and what is no use."""
    plans, no_plans = eligible_plans(plan_case(case), catalogue)
    products, no_products = eligible_products(wealth_case(case), catalogue)
    others, no_others = _others(case, catalogue)
    basis, judged = _savings(case, catalogue, plans)
    unfit = _unfit(case, catalogue, judged)
    items: list[Item] = []
    suppressed = [*no_plans, *no_products, *no_others]
    for item in (*plans, *others, *products):
        code = case.contact or unfit(item)
        if code:
            suppressed.append(Suppressed(item.id, code))
        else:
            items.append(item)
    return Allowed(tuple(items), tuple(suppressed), basis, judged)


def plan_case(case: OfferCase) -> PlanCase:
    """The same customer asking for plans without saying anything particular."""
    return PlanCase(need=TariffNeed(), **_frame(case))


def wealth_case(case: OfferCase) -> WealthCase:
    """The same customer before wealth products, amount and term left open."""
    need = WealthNeed(asked=("amount", "term"))
    approached = not case.need.present
    return WealthCase(need=need, proactive=approached, with_agent=case.with_agent, **_frame(case))


def _frame(case: OfferCase) -> dict[str, Any]:
    return {one.name: getattr(case, one.name) for one in fields(Case)}


def _others(case: OfferCase, catalogue: Catalogue) -> tuple[list[Item], list[Suppressed]]:
    """Packs, broadband and services."""
    approach = Approach(case.channel, case.at, case.day, with_agent=case.with_agent)
    judge = judge_for(case.customer, case.facts, catalogue, approach)
    good: list[Item] = []
    suppressed: list[Suppressed] = []
    for item in chain(catalogue.packs.values(), catalogue.broadband.values(), catalogue.services.values()):
        code = judge(item)
        if code:
            suppressed.append(Suppressed(item.id, code))
        else:
            good.append(item)
    return good, suppressed


def _savings(
    case: OfferCase, catalogue: Catalogue, plans: list[Plan]
) -> tuple[Basis | None, dict[str, Judged]]:
    """Plans that would have cost less by themselves, and made data slow in no more months."""
    today = today_of(case.customer, catalogue, case.day) if case.personal and not case.contact else None
    if today is None:
        return None, {}
    slow = sum(bill.throttled for bill in today.bills)
    found = search(plans, (), today.months, need=Need(slow_months=slow))
    paid, totals = sum(today.totals), today.totals
    cheaper = (candidate for candidate in found if candidate.total < paid)
    judged = (Judged(candidate, saving(totals, candidate.totals)) for candidate in cheaper)
    saves = {one.candidate.plan.id: one for one in judged if one.score > 0}
    return Basis(today.months, False, today), saves


def _unfit(case: OfferCase, catalogue: Catalogue, judged: Mapping[str, Judged]) -> Judge:
    """The judge of what rests and of what is no use."""
    refused = {id: line_of(catalogue.items[id]) for id in case.past.declined if id in catalogue.items}
    lines, past, table = case.need.lines, case.past, case.table

    def judge(item: Item) -> str | None:
        if lines and line_of(item) not in lines:
            return "other_kind"
        if past.declined and resting(item, past, refused, case.day, table):
            return "cooling_down"
        if item.id in past.seen and fresh(item, past, table) is None:
            return "seen_enough"
        if isinstance(item, Plan):
            return None if item.id in judged else "no_saving"
        return None if needed(item, case.needs) else "no_need"

    return judge
