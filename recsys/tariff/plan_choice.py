"""Choose plans for one case: pure, so that a logged case gives the same decision again."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item, Plan
from recsys.offer.case import decided
from recsys.offer.decision import Decision, Saving, Suggestion, Suppressed
from recsys.offer.wording import sentence
from recsys.tariff.bill import bills
from recsys.tariff.plan_case import Basis, PlanCase, basis_of, eligible_plans, fits_of, usable_packs
from recsys.tariff.plan_gate import Judged, choose, note_of
from recsys.tariff.reasons import Context, reasons_of
from recsys.tariff.saving import saving
from recsys.tariff.search import Candidate, Need, search
from recsys.tariff.today import metered

RULES_VERSION = "1"  # of the order and the gates below; a change of them is a new version


def decide_plan(case: PlanCase, catalogue: Catalogue) -> Decision:
    """The best plans for the case, with reasons, and a code for every plan not suggested."""
    basis = basis_of(case, catalogue)
    if isinstance(basis, str):
        return _decision(case, catalogue, missing=basis)
    plans, suppressed = eligible_plans(case, catalogue)
    own = [basis.today.plan] if basis.today else []
    need = _need(case, basis)
    packs = usable_packs(case, catalogue, basis.today)
    found = search([*plans, *own], packs, basis.months, need=need, fits=fits_of(case, catalogue))
    judged = [Judged(candidate, _saving(basis, candidate)) for candidate in found]
    kept = next((j for j in judged if own and j.candidate.plan == own[0]), None)
    offered = [j for j in judged if j is not kept]
    chosen, refused = choose(case, basis, offered)
    met = {judged_one.candidate.plan.id for judged_one in offered}
    suppressed += [_unmet(plan, need, basis) for plan in plans if plan.id not in met]
    items = tuple(suggestion(case, basis, catalogue, judged_one, offered) for judged_one in chosen)
    if not items and case.need.budget is not None:
        relaxed = decide_plan(replace(case, need=replace(case.need, budget=None)), catalogue)
        if relaxed.items:
            return replace(
                relaxed, request=relaxed.request | {"need": _said(case)}, note=sentence("over_budget", {})
            )
    note = note_of(case, basis, chosen, kept)
    return _decision(case, catalogue, items=items, suppressed=(*suppressed, *refused), note=note)


def _need(case: PlanCase, basis: Basis) -> Need:
    """As stated; whoever wants more gets more than today; nobody gets slow data in more months."""
    need = case.need.wanted()
    slow = sum(bill.throttled for bill in basis.today.bills) if basis.today else 0
    if case.need.kind == "bigger" and case.need.data_mb is None and basis.today:
        need = replace(need, data_mb=max(need.data_mb, basis.today.data_mb + 1))
    return replace(need, slow_months=slow)


def _unmet(plan: Plan, need: Need, basis: Basis) -> Suppressed:
    slow = sum(month.throttled for month in metered(plan, (), basis.months))
    return Suppressed(plan.id, "too_slow" if slow > (need.slow_months or 0) else "need_not_met")


def _saving(basis: Basis, candidate: Candidate) -> Saving | None:
    return saving(basis.today.totals, candidate.totals) if basis.today else None


def suggestion(
    case: PlanCase, basis: Basis, catalogue: Catalogue, one: Judged, offered: Sequence[Judged]
) -> Suggestion:
    """One of those that may be ``offered``, with its reasons, saving and bills."""
    plan = one.candidate.plan
    context = Context(
        customer=case.customer,
        need=case.need,
        day=case.day,
        months=basis.months,
        estimated=basis.estimated,
        candidate=one.candidate,
        today=basis.today,
        saving=one.saving,
        bundled=_bundled(catalogue, plan),
        bundled_today=_bundled(catalogue, basis.today.plan) if basis.today else (),
        compared=len(offered),
        best=one.candidate.total == min(other.candidate.total for other in offered),
    )
    return Suggestion(
        product_id=plan.id,
        title=plan.title,
        score=one.score,
        reasons=reasons_of(context),
        with_ids=tuple(pack.id for pack in context.new_packs),
        saving=one.saving,
        bills=_bills(basis, one.candidate),
    )


def _bundled(catalogue: Catalogue, plan: Plan) -> tuple[Item, ...]:
    return tuple(catalogue.items[id] for id in plan.bundles if id in catalogue.items)


def _bills(basis: Basis, candidate: Candidate) -> tuple[dict[str, Any], ...]:
    """The candidate's bills by month; ``today`` is what that month cost, when it is known."""
    made = [bill.to_dict() for bill in bills(candidate.plan, candidate.packs, basis.months)]
    if basis.today is None:
        return tuple(made)
    return tuple(one | {"today": total} for one, total in zip(made, basis.today.totals, strict=True))


def _decision(case: PlanCase, catalogue: Catalogue, **outcome: Any) -> Decision:
    """``outcome``: items, suppressed, missing, note."""
    return decided(case, catalogue, "tariff", need=_said(case), rules=RULES_VERSION, **outcome)


def _said(case: PlanCase) -> dict[str, Any]:
    """The need as far as anything was said."""
    need = {field.name: getattr(case.need, field.name) for field in fields(case.need)}
    return {name: value for name, value in need.items() if value not in (None, False, ())}
