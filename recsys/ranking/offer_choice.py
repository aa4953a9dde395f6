"""Choose the best next offers for one case: pure, so that a logged case gives the same decision again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import WealthProduct
from recsys.offer.case import decided
from recsys.offer.decision import Decision, Suggestion, Suppressed
from recsys.offer.wording import sentence
from recsys.ranking.allowed import Allowed, allowed, plan_case
from recsys.ranking.candidate import Candidate, candidates
from recsys.ranking.offer_case import OfferCase
from recsys.ranking.reasons import reasons_of, staff_reasons
from recsys.ranking.slate import Choosable, Drawn, best, draw
from recsys.tariff.plan_choice import suggestion
from recsys.wealth.compliance import RISK_SENTENCE

RULES_VERSION = "1"


def decide_offer(case: OfferCase, catalogue: Catalogue) -> Decision:
    """Up to k offers that are allowed and worth making, and a code for everything else."""
    may = allowed(case, catalogue)
    found = candidates(may, case)
    worthy = [one for one in found if _hoped(one, case) > 0]
    drawn = slate(worthy, case)
    by_id = {one.item.id: one for one in worthy}
    items = tuple(_suggestion(case, catalogue, may, by_id[place.product_id], place) for place in drawn)
    suppressed = (*may.suppressed, *_left_over(found, worthy, drawn, case))
    return _decision(case, catalogue, items, suppressed)


def slate(worthy: Sequence[Candidate], case: OfferCase) -> tuple[Drawn, ...]:
    """What is shown, place by place, with the chance of each."""
    offers = [Choosable(one.item.id, one.kind, _hoped(one, case)) for one in worthy]
    if case.need.explore:
        return draw(offers, case.k, case.decision_id, case.table)
    return best(offers, case.k, case.table)


def _hoped(one: Candidate, case: OfferCase) -> int:
    return one.upper if case.need.explore else one.worth.fen


def _left_over(
    found: Sequence[Candidate], worthy: Sequence[Candidate], drawn: Sequence[Drawn], case: OfferCase
) -> list[Suppressed]:
    shown = {one.product_id for one in drawn}
    kinds = Counter(one.kind for one in worthy if one.item.id in shown)
    full = {kind for kind, count in kinds.items() if count >= case.table["most_of_kind"]}
    hoped = {one.item.id for one in worthy}
    return [
        Suppressed(
            one.item.id,
            "not_worth" if one.item.id not in hoped else "same_kind" if one.kind in full else "ranked_below",
        )
        for one in found
        if one.item.id not in shown
    ]


def _suggestion(
    case: OfferCase, catalogue: Catalogue, may: Allowed, one: Candidate, drawn: Drawn
) -> Suggestion:
    made = Suggestion(one.item.id, one.item.title, 0.0, reasons_of(one.item, case, catalogue))
    if may.basis is not None and one.item.id in may.judged:
        plans = list(may.judged.values())
        made = suggestion(plan_case(case), may.basis, catalogue, may.judged[one.item.id], plans)
    reasons = (*made.reasons, *staff_reasons(one, drawn, case))
    return replace(made, score=float(one.worth.fen), reasons=reasons)


def _decision(
    case: OfferCase, catalogue: Catalogue, items: tuple[Suggestion, ...], suppressed: tuple[Suppressed, ...]
) -> Decision:
    wealth = any(isinstance(catalogue.items[item.product_id], WealthProduct) for item in items)
    return decided(
        case,
        catalogue,
        "offer",
        need=asdict(case.need) | {"lines": list(case.need.lines)},
        rules=RULES_VERSION,
        items=items,
        suppressed=suppressed,
        note=(RISK_SENTENCE if wealth else None) if items else sentence("no_offer", {}),
        table=case.table_version,
        chances=case.source,
        learned=case.learned_version,
    )
