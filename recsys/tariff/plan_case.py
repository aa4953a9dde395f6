"""One request for a plan: everything its decision depends on, as plain values that a snapshot keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Pack, Plan, Tariff
from recsys.customers.customer import MonthUsage
from recsys.offer.case import Case
from recsys.offer.decision import Suppressed
from recsys.offer.eligibility import agree
from recsys.offer.policy import REPLACED, Approach, judge_for
from recsys.offer.shelf import terms_in
from recsys.offer.standing import standing
from recsys.tariff.need import TariffNeed, middle
from recsys.tariff.today import Today, full_months, today_of

MONTHLY = ("data", "directed", "voice", "sms")  # kinds of packs whose use a month's usage tells
FOR_CHILDREN = "child"
NOTHING = frozenset[str]()


@dataclass(frozen=True, slots=True)
class PlanCase(Case):
    """A request for a plan."""

    need: TariffNeed


@dataclass(frozen=True, slots=True)
class Basis:
    """The usage to calculate with; ``today`` is none for somebody else or when it is unknown."""

    months: tuple[MonthUsage, ...]
    estimated: bool
    today: Today | None


def basis_of(case: PlanCase, catalogue: Catalogue) -> Basis | str:
    """The basis, or the name of the question to ask first: ``data_need`` or ``budget``."""
    own = case.need.person == "self"
    months = full_months(case.customer.usage, case.day)
    if own and months:
        return Basis(months, False, today_of(case.customer, catalogue, case.day))
    need, month = case.need, f"{case.day:%Y-%m}"
    if need.data_mb is None and (need.unsure or need.voice_min is not None):
        usual = _typical(need.person)
        minutes = usual["voice_min"] if need.voice_min is None else middle(need.voice_min)
        return Basis((MonthUsage(month, usual["data_mb"], voice_min=minutes),), True, None)
    if need.data_mb is None and need.budget is None:
        return "budget" if need.kind == "cheaper" else "data_need"
    stated = MonthUsage(month, middle(need.data_mb), voice_min=middle(need.voice_min))
    return Basis((stated,), True, None)


def _typical(person: str) -> Mapping[str, int]:
    table = _typical_months()
    return table.get(person, table["other"])


@cache
def _typical_months() -> Mapping[str, Mapping[str, int]]:
    text = (Path(__file__).parent / "typical.yml").read_text("utf-8")
    table: Mapping[str, Mapping[str, int]] = yaml.safe_load(text)
    return table


def eligible_plans(case: PlanCase, catalogue: Catalogue) -> tuple[list[Plan], list[Suppressed]]:
    """Plans that may be offered, and a code for every other; a plan would replace plan and packs."""
    judge = judge_for(case.customer, case.facts, catalogue, _approach(case))
    plans, suppressed, keeps_line = [], [], _keeps_line(case, catalogue)
    for plan in catalogue.plans.values():
        code = judge(plan) or _unfit(plan, case, catalogue, keeps_line)
        if code:
            suppressed.append(Suppressed(plan.id, code))
        else:
            plans.append(plan)
    return plans, suppressed


def usable_packs(case: PlanCase, catalogue: Catalogue, today: Today | None) -> list[Pack]:
    """Monthly packs that may be offered or are held; what they require of a plan is ``fits``' matter."""
    judge = judge_for(case.customer, case.facts, catalogue, _approach(case), without=REPLACED["mobile"])
    held = today.packs if today else ()
    apps = {app for item in ((today.plan, *held) if today else ()) for app in item.allowance.directed.apps}
    found = []
    for pack in catalogue.packs.values():
        offered = _measured(pack, apps) and not judge(pack.model_copy(update={"requires": ()}))
        if pack in held or offered:
            found.append(pack)
    return found


def _measured(pack: Pack, apps: set[str]) -> bool:
    """Whether a month's usage tells what the pack would serve.

    Directed use was measured on the apps of today's tariff: a pack without them may not serve it.
    """
    if pack.kind == "directed" and not (apps and apps <= set(pack.allowance.directed.apps)):
        return False
    return pack.kind in MONTHLY and pack.renews


def fits_of(case: PlanCase, catalogue: Catalogue) -> Callable[[Tariff, Tariff], bool]:
    """Whether a plan and a pack, or two packs, can be held together."""
    stands = standing(
        case.customer, case.facts, catalogue, case.day, person=case.need.person, without=REPLACED["mobile"]
    )
    terms, has = terms_in(catalogue), stands.brings

    def fits(one: Tariff, other: Tariff) -> bool:
        own, theirs = terms[one.id], terms[other.id]
        needed = theirs.needs - has if theirs.needs and isinstance(one, Plan) else NOTHING
        return agree(own, theirs) and needed <= own.tags

    return fits


def _approach(case: PlanCase) -> Approach:
    """Who names figures wants what meets them, also what they declined before."""
    approach = Approach(case.channel, case.at, case.day, person=case.need.person)
    return replace(approach, purpose="wish") if case.need.stated else approach


def _unfit(plan: Plan, case: PlanCase, catalogue: Catalogue, keeps_line: bool) -> str | None:
    if plan.id in case.need.besides:
        return "seen"
    if keeps_line and not _includes_line(plan, catalogue):
        return "loses_broadband"
    if plan.attributes.get("audience") == FOR_CHILDREN and case.need.person != FOR_CHILDREN:
        return "audience"
    return None


def _keeps_line(case: PlanCase, catalogue: Catalogue) -> bool:
    """Whether a home would be without the line that today's plan includes; no saving shows that cost."""
    if case.need.person != "self" or case.need.asks:
        return False
    today = catalogue.plans.get(case.customer.plan_id or "")
    return today is not None and _includes_line(today, catalogue)


def _includes_line(plan: Plan, catalogue: Catalogue) -> bool:
    return any(id in catalogue.broadband for id in plan.bundles)
