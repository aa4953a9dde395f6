"""Slates: exact chances, quotas, the same seed the same draw."""

from collections import Counter
from math import prod

from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.ranking.slate import Choosable, best, draw, in_order, weigh
from recsys.ranking.table import ranking

KINDS = ("plan", "pack", "deposit")
OFFERS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 50_000)), min_size=1, max_size=40).map(
    lambda rows: [Choosable(f"p{n}", kind, upper) for n, (kind, upper) in enumerate(rows)]
)
TABLE = ranking()


def offers(*uppers: int) -> list[Choosable]:
    """Of different kinds, p0 the first."""
    return [Choosable(f"p{n}", KINDS[n % 3], upper) for n, upper in enumerate(uppers)]


@settings(max_examples=150, deadline=None)
@given(OFFERS, st.integers(1, 6), st.text(max_size=8))
def test_no_slate_breaks_a_rule_and_the_same_seed_gives_the_same(
    found: list[Choosable], k: int, seed: str
) -> None:
    drawn = draw(found, k, seed, TABLE)
    by_id = {one.product_id: one for one in found}
    kinds = Counter(by_id[one.product_id].kind for one in drawn)
    assert max(kinds.values()) <= TABLE["most_of_kind"]
    assert len({one.product_id for one in drawn}) == len(drawn) <= k
    assert [one.place for one in drawn] == list(range(len(drawn)))
    assert draw(list(reversed(found)), k, seed, TABLE) == drawn


@settings(max_examples=100, deadline=None)
@given(OFFERS)
def test_the_chances_of_a_place_add_up_to_one_and_leave_nobody_among_the_first_out(
    found: list[Choosable],
) -> None:
    ordered = in_order(found)
    weights = weigh(ordered, TABLE)
    whole = sum(weights)
    assert abs(whole - 10**9) <= len(found)
    assert all(weight > 0 for weight in weights[: TABLE["explore"]["among"]])
    assert weights[0] == max(weights)


def test_a_place_is_drawn_as_often_as_its_chance_says() -> None:
    found = offers(1000, 950, 700)
    weights = weigh(in_order(found), TABLE)
    drawn = Counter(draw(found, 1, f"d{n}", TABLE)[0].product_id for n in range(4000))
    for place, one in enumerate(in_order(found)):
        expected = weights[place] / sum(weights)
        assert abs(drawn[one.product_id] / 4000 - expected) < 4 * (expected * (1 - expected) / 4000) ** 0.5


def test_a_slates_chance_is_the_product_of_its_places() -> None:
    """Of two offers the second place is certain, once the first is taken."""
    first, second = draw(offers(1000, 10), 2, "seed", TABLE)
    assert (second.weight, second.chance_ppm) == (second.of, 1_000_000)
    assert prod((first.weight / first.of, second.weight / second.of)) == first.weight / first.of


def test_two_of_a_kind_are_enough() -> None:
    same = [Choosable(f"p{n}", "pack", 1000 - n) for n in range(5)]
    other = Choosable("plan", "plan", 1)
    assert [one.product_id for one in best([*same, other], 4, TABLE)] == ["p0", "p1", "plan"]
