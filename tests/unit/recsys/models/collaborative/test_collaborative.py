"""Collaborative filtering on a table whose tastes are known."""

import csv
from pathlib import Path

import numpy as np
import pytest

from recsys.__main__ import main
from recsys.models.collaborative.evaluation import best, evaluate
from recsys.models.collaborative.interactions import Interactions, interactions_of, split_in_time
from recsys.models.collaborative.rankers import factors, item_neighbours
from recsys.models.table import DataError, Table


def tastes(users: int = 200, items: int = 60, taken: int = 14, seed: int = 0) -> Table:
    """Even users like even items, odd ones odd items; one in six is anything."""
    rng = np.random.default_rng(seed)
    rows = []
    for user in range(users):
        own = rng.choice(np.arange(user % 2, items, 2), taken, replace=False)
        chosen = np.where(rng.random(taken) < 1 / 6, rng.integers(0, items, taken), own)
        rows += [(user, item, rng.integers(0, 1000)) for item in chosen]
    user, item, time = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    return Table({"userId": user, "movieId": item, "timestamp": time})


def test_both_filters_beat_popularity_by_far() -> None:
    found = {one.name: one for one in evaluate(interactions_of(tastes()), k=10)}
    usual = found.pop("popularity")
    assert all(one.recall > 1.5 * usual.recall and one.ndcg > 1.5 * usual.ndcg for one in found.values())


def test_what_was_taken_already_is_not_recommended() -> None:
    scores, done = np.array([[3.0, 2.0, 1.0]]), np.array([[True, False, False]])
    assert best(scores, done, 2).tolist() == [[1, 2]]


def test_the_held_out_part_lies_after_the_rest() -> None:
    before, after = split_in_time(interactions_of(tastes()))
    assert before.time.max() <= after.time.min() and len(after) == round(0.2 * 2800)


def test_recall_and_ndcg_of_three_users_by_hand() -> None:
    """Everybody took a; later one takes b, two take c. Popularity orders a, then b before c."""
    table = Table(
        {
            "user": np.array(["u", "v", "w", "x", "u", "v", "w"], dtype=object),
            "item": np.array(["a", "a", "a", "b", "b", "c", "c"], dtype=object),
        }
    )
    usual = evaluate(interactions_of(table), k=1, share=3 / 7)[0]
    assert usual.users == 3 and usual.recall == usual.ndcg == pytest.approx(1 / 3)


def test_like_items_are_neighbours_and_factors_are_the_same_for_the_same_seed() -> None:
    found = interactions_of(tastes())
    taken = found.matrix()
    users, items = (np.array([int(name) % 2 for name in names]) for names in (found.users, found.items))
    even = item_neighbours(taken)[users == 0]
    assert even[:, items == 0].mean() > 2 * even[:, items == 1].mean()
    assert (factors(taken, rounds=2) == factors(taken, rounds=2)).all()


def test_ratings_weigh_and_must_be_numbers() -> None:
    words = {"user": np.array(["u"], dtype=object), "item": np.array(["a"], dtype=object)}
    assert interactions_of(Table({**words, "rating": np.array([4.0])})).weight.tolist() == [4.0]
    with pytest.raises(DataError, match="every rating must be a number"):
        interactions_of(Table({**words, "rating": np.array([np.nan])}))
    with pytest.raises(DataError, match="'user' and 'item' are needed"):
        interactions_of(Table({"u": np.array([1.0])}))


def test_the_command_compares_and_recommends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, data, out = tastes(), tmp_path / "taken.csv", tmp_path / "recommended.csv"
    rows = zip(*(column.astype(int) for column in table.columns.values()), strict=True)
    lines = ["userId,movieId,timestamp", *(",".join(map(str, row)) for row in rows)]
    data.write_text("\n".join(lines), "utf-8")
    assert main(["collaborative", "--data", str(data), "--k", "3", "--out", str(out)]) == 0
    assert "recall@3" in capsys.readouterr().out
    with out.open(newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == 200 * 3 and found[0]["rank"] == "1"


def test_a_table_without_a_future_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "once.csv"
    data.write_text("user,item\n" + "".join(f"u{i},a\n" for i in range(10)), "utf-8")
    assert main(["collaborative", "--data", str(data)]) == 2
    assert "nothing can be foreseen" in capsys.readouterr().err


def test_interactions_keep_their_numbers_when_cut() -> None:
    found = interactions_of(tastes())
    assert isinstance(found, Interactions)
    assert found.at(np.arange(3)).items == found.items
