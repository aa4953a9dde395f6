"""Which of the candidates may be shown, and what an honest adviser would add."""

from collections.abc import Sequence
from dataclasses import dataclass

from recsys.offer.decision import Saving, Suppressed
from recsys.offer.wording import sentence
from recsys.tariff.need import floor_of_budget
from recsys.tariff.plan_case import Basis, PlanCase
from recsys.tariff.search import Candidate


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate and what it would have saved."""

    candidate: Candidate
    saving: Saving | None

    @property
    def score(self) -> float:
        """The mean saving, else the negative mean bill; fen."""
        if self.saving:
            return float(self.saving.mean)
        return -self.candidate.total / len(self.candidate.totals)


def choose(case: PlanCase, basis: Basis, judged: Sequence[Judged]) -> tuple[list[Judged], list[Suppressed]]:
    """The first k that save, or bring what was asked for; the rest with codes."""
    lowest = floor_of_budget(case.need.budget)
    good: list[Judged] = []
    refused: list[Suppressed] = []
    for one in judged:
        if one.candidate.total < lowest * len(one.candidate.totals):
            refused.append(Suppressed(one.candidate.plan.id, "below_budget"))
        elif one.saving and one.saving.mean <= 0 and not case.need.asks:
            refused.append(Suppressed(one.candidate.plan.id, "no_saving"))
        else:
            good.append(one)
    if basis.estimated and not basis.months[0].data_mb and case.need.data_mb is None:
        good.sort(key=lambda one: (-one.candidate.plan.allowance.data_mb, one.candidate.total))
    refused += [Suppressed(one.candidate.plan.id, "ranked_below") for one in good[case.k :]]
    return good[: case.k], refused


def note_of(case: PlanCase, basis: Basis, chosen: Sequence[Judged], kept: Judged | None) -> str | None:
    """What an honest adviser would add: that changing packs alone is better, or that nothing is."""
    asked = case.need.stated or case.need.kind == "bigger"
    better = not chosen or (kept is not None and kept.score > max(one.score for one in chosen))
    if basis.today and kept and kept.saving and better:
        added = [pack.title for pack in kept.candidate.packs if pack not in basis.today.packs]
        dropped = [pack.title for pack in basis.today.packs if pack not in kept.candidate.packs]
        if kept.saving.mean > 0:
            code = "keep_plan" if added else "keep_plan_drop"
            return sentence(code, {"packs": added or dropped, "mean_fen": kept.saving.mean})
        if asked and added:
            return sentence("keep_plan_cost", {"packs": added, "extra_fen": -kept.saving.mean})
    if chosen:
        return None
    if basis.today and not asked:
        return sentence("already_best", {"months": len(basis.months)})
    return sentence("none_meets", {})
