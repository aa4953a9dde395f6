"""LinUCB: mabwiser's own answers, corrections on paper, and what neighbours lend."""

from pathlib import Path

import numpy as np
import pytest

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item
from recsys.ranking.content import likeness
from recsys.ranking.context import TERMS
from recsys.ranking.learned import KEPT, Learned, corrections, learned, store, summed, versions
from recsys.ranking.linucb import evidence, fit, learn
from recsys.ranking.sums import Shown, Sums, add
from recsys.ranking.table import PPM, ranking

TABLE = ranking()
ALONE = (1, *[0] * (len(TERMS) - 1))


@pytest.fixture(scope="module")
def items(catalogue: Catalogue) -> list[Item]:
    """Everything that is sold."""
    return list(catalogue.items.values())


def some(items: list[Item], count: int = 3000) -> Sums:
    """Showings of half the products, drawn from a seed."""
    rng = np.random.default_rng(5)
    shown = []
    for _ in range(count):
        flags = (1, *rng.integers(0, 2, len(TERMS) - 1).tolist())
        chance = int(rng.integers(5_000, 400_000))
        item = items[int(rng.integers(0, len(items) // 2))]
        shown.append(Shown(item.id, flags, chance, bool(rng.random() * PPM < chance * 1.4)))
    return add(Sums(), shown, count)


def test_our_arrays_answer_as_mabwiser_does(items: list[Item]) -> None:
    sums = some(items)
    made, bandit = learn(sums, items, TABLE), fit(evidence(sums, items, TABLE), TABLE)
    for x in (ALONE, (1, 0, 1, 0, 1, 0), (1, 1, 0, 1, 0, 1)):
        theirs = bandit.predict_expectations(np.array([x], dtype=float))
        ours = corrections(made, made.ids, x, TABLE["learn"]["ridge"])
        alpha = TABLE["explore"]["alpha"]
        for product, (mean, width) in ours.items():
            assert abs(theirs[product] - (mean + alpha * width) / PPM) < 2e-6


def test_a_correction_on_paper(items: list[Item]) -> None:
    """Believed 40 times at 10 %, taken 8 times instead of 4: (8 − 4) ÷ (ridge 4 + 4) = + 50 %, width √⅛."""
    item = items[0]
    shown = [Shown(item.id, ALONE, 100_000, n < 8) for n in range(40)]
    made = learn(add(Sums(), shown, 1), [item], TABLE)
    mean, width = corrections(made, (item.id,), ALONE, TABLE["learn"]["ridge"])[item.id]
    assert (mean, width) == (500_000, 353_553)


def test_before_anything_is_seen_nothing_is_corrected_and_all_is_open() -> None:
    found = corrections(Learned(), ("a",), ALONE, 4.0)
    assert found == {"a": (0, 500_000)}


def test_a_new_product_borrows_from_those_like_it_and_less_than_they_know(items: list[Item]) -> None:
    packs = [item for item in items if getattr(item, "kind", "") == "data"]
    new, known = packs[0], packs[1:]
    shown = [Shown(item.id, ALONE, 100_000, n % 5 == 0) for item in known for n in range(200)]
    made = learn(add(Sums(), shown, 1), packs, TABLE)
    told = corrections(made, made.ids, ALONE, TABLE["learn"]["ridge"])
    mean, width = told[new.id]
    assert 0 < mean < min(told[item.id][0] for item in known)
    assert max(told[item.id][1] for item in known) < width < 500_000


def test_a_product_of_another_kind_lends_nothing(items: list[Item]) -> None:
    pack = next(item for item in items if getattr(item, "kind", "") == "data")
    alike = likeness(items, 5, {pack.id}.__contains__)
    borrowers = {items[row].id for row in np.flatnonzero(alike.sum(axis=1))}
    assert borrowers
    assert all(getattr(item, "line", "") == "pack" for item in items if item.id in borrowers)
    assert pack.id not in borrowers


def test_versions_are_kept_and_the_latest_is_in_use(tmp_path: Path, items: list[Item]) -> None:
    assert learned(tmp_path).version == "none"
    names = []
    for count in range(1, KEPT + 3):
        sums = add(Sums(), [Shown(items[0].id, ALONE, 100_000, False)] * count, count)
        names.append(store(tmp_path, sums, learn(sums, items[:3], TABLE)))
    assert versions(tmp_path) == names[-KEPT:]
    assert learned(tmp_path).version == names[-1] == summed(tmp_path).version
    assert not list(tmp_path.rglob("*.part"))
