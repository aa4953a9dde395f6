"""Sums in whole numbers: any order, any batches, the same bytes."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.ranking.context import TERMS, context
from recsys.ranking.sums import Shown, Sums, add, read_sums, to_bytes

FLAGS = st.tuples(st.just(1), *[st.integers(0, 1)] * (len(TERMS) - 1))
SHOWN = st.builds(Shown, st.sampled_from(["a", "b", "c", "d"]), FLAGS, st.integers(1, 900_000), st.booleans())


@settings(max_examples=60, deadline=None)
@given(st.lists(SHOWN, max_size=12), st.randoms(), st.integers(0, 12))
def test_any_order_and_any_batches_give_the_same_bytes(shown: list[Shown], rng: object, cut: int) -> None:
    mixed = list(shown)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    whole = add(Sums(), shown, 9)
    parts = add(add(Sums(), mixed[:cut], 5), mixed[cut:], 9)
    assert to_bytes(whole) == to_bytes(parts)
    assert whole.version == parts.version


@settings(max_examples=60, deadline=None)
@given(st.lists(SHOWN, max_size=8), st.lists(SHOWN, max_size=8))
def test_what_is_taken_away_was_never_there(kept: list[Shown], gone: list[Shown]) -> None:
    assert to_bytes(add(add(Sums(), kept + gone, 3), gone, 3, sign=-1)) == to_bytes(add(Sums(), kept, 3))


def test_one_showing_on_paper() -> None:
    """Believed at 20 % and taken: Σ e·x·xᵀ grows by 0.2 where both flags are set, Σ (y − e)·x by 0.8."""
    x = (1, 1, 0, 0, 0, 0)
    sums = add(Sums(), [Shown("a", x, 200_000, True), Shown("a", x, 200_000, False)], 2)
    assert (sums.shown.tolist(), sums.taken.tolist()) == ([2], [1])
    assert sums.squares[0, :2, :2].tolist() == [[400_000, 400_000], [400_000, 400_000]]
    assert sums.squares[0, 2:].sum() == 0
    assert sums.beyond[0].tolist() == [600_000, 600_000, 0, 0, 0, 0]


def test_sums_come_back_from_a_file_without_pickle(tmp_path: Path) -> None:
    sums = add(Sums(), [Shown("a", (1, 0, 1, 0, 0, 0), 5, True)], 7)
    (tmp_path / "sums.npz").write_bytes(to_bytes(sums))
    back = read_sums(tmp_path / "sums.npz")
    assert (back.ids, back.until, back.version) == (sums.ids, 7, sums.version)


def test_nothing_of_a_person_counts_without_personalisation() -> None:
    assert context({}, True) == (1, 1, 0, 0, 0, 0)
    assert context({"age": 71.0, "data_mb": 30_000.0, "holds_gold": 1.0}, False) == (1, 0, 0, 1, 1, 1)
    assert context({"age": float("nan")}, False) == (1, 0, 0, 0, 0, 0)
