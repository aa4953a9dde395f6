"""The search finds what trying everything finds."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.catalogue.schema import Allowance, Pack, Plan, Tariff
from recsys.customers.customer import MonthUsage
from recsys.tariff.bill import bills
from recsys.tariff.search import Candidate, Need, search
from tests.unit.recsys.tariff.tariffs import GB, YUAN, make_pack, make_plan, months, packs, plans, usages


def never_together(one: Tariff, other: Tariff) -> bool:
    """An arbitrary rule: what shares the last letter of its id excludes each other."""
    return one.id[-1] != other.id[-1]


def everything(
    offered: Sequence[Plan], held: Sequence[Pack], usage: Sequence[MonthUsage], need: Need
) -> list[Candidate]:
    """Every plan with every set of up to two packs, billed by the scalar bill."""
    best = []
    for plan in offered:
        found = []
        for size in range(3):
            for chosen in combinations(sorted(held, key=lambda pack: (pack.fee, pack.id)), size):
                if not all(never_together(a, b) for a, b in combinations((plan, *chosen), 2)):
                    continue
                billed = bills(plan, chosen, usage)
                candidate = Candidate(plan, chosen, tuple(bill.total for bill in billed))
                slow = sum(bill.throttled for bill in billed)
                if meets(candidate, need) and (need.slow_months is None or slow <= need.slow_months):
                    found.append(candidate)
        best.extend(sorted(found, key=lambda c: c.total)[:1])
    return sorted(best, key=lambda c: (c.total, len(c.packs), c.plan.fee, c.plan.id))


def meets(candidate: Candidate, need: Need) -> bool:
    held = (candidate.plan, *candidate.packs)
    return (
        sum(item.allowance.data_mb for item in held) >= need.data_mb
        and sum(item.allowance.voice_min for item in held) >= need.voice_min
        and (need.budget is None or candidate.total <= need.budget * len(candidate.totals))
    )


needs = st.builds(
    Need,
    data_mb=st.sampled_from([0, 0, 3000, 9000]),
    voice_min=st.sampled_from([0, 0, 20, 60]),
    budget=st.sampled_from([None, None, 5000, 15_000]),
    slow_months=st.sampled_from([None, 0, 1]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(plans, max_size=3), st.lists(packs, max_size=4), usages(count=3), needs)
def test_pruning_loses_nothing(
    drawn: list[Plan], extra: list[Pack], usage: tuple[MonthUsage, ...], need: Need
) -> None:
    offered = [plan.model_copy(update={"id": f"plan_{n}"}) for n, plan in enumerate(drawn)]
    held = [pack.model_copy(update={"id": f"pack_{n}"}) for n, pack in enumerate(extra)]
    assert search(offered, held, usage, need=need, fits=never_together) == everything(
        offered, held, usage, need
    )


def test_wang_ayi_is_best_off_with_the_small_plan_and_one_pack() -> None:
    small = make_plan("small", fee=39 * YUAN, allowance=Allowance(data_mb=10 * GB, voice_min=300))
    large = make_plan("large", fee=79 * YUAN)
    five, ten = make_pack("five"), make_pack("ten", fee=15 * YUAN, allowance=Allowance(data_mb=10 * GB))
    found = search([large, small], [five, ten], months(14 * GB, 14 * GB, 15 * GB))
    # small + 5 GB: 39 + 10 = 49; small alone: 39 + 4 × 5 = 59 and 64; large: 79.
    assert [(c.plan.id, [p.id for p in c.packs], c.totals) for c in found] == [
        ("small", ["five"], (4900, 4900, 4900)),
        ("large", [], (7900, 7900, 7900)),
    ]


def test_a_pack_nobody_needs_is_never_added() -> None:
    free = make_pack("free", fee=0)
    assert search([make_plan()], [free], months(GB))[0].packs == ()


def test_a_stated_need_is_met_with_packs_even_if_the_usage_is_small() -> None:
    found = search([make_plan()], [make_pack()], months(GB), need=Need(data_mb=25 * GB))
    assert [pack.id for pack in found[0].packs] == ["pack_a"]


def test_a_plan_that_cannot_meet_the_need_is_left_out() -> None:
    assert search([make_plan()], [], months(GB), need=Need(budget=70 * YUAN)) == []


def test_cheap_because_slow_is_no_bargain() -> None:
    slow = make_plan("slow", fee=5 * YUAN, throttle_after_mb=GB)
    found = search([slow, make_plan()], [], months(15 * GB, 15 * GB), need=Need(slow_months=0))
    assert [candidate.plan.id for candidate in found] == ["plan_a"]
