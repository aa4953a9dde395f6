"""Who trains and who is held out."""

import numpy as np
import pytest

from recsys.models.split import folds, moments, random_split, time_split
from recsys.models.table import DataError, Table


def test_a_random_fifth_holds_a_fifth_of_either_value() -> None:
    labels = np.array([1] * 50 + [0] * 450)
    known, held = random_split(labels, seed=3)
    assert len(held) == 100 and labels[held].sum() == 10
    assert sorted([*known, *held]) == list(range(500))


def test_the_last_fifth_in_time_lies_wholly_after_the_rest() -> None:
    when = np.array([5.0, 1, 2, 2, 3, 4, 4, 4, 4, 0])
    known, held = time_split(when)
    assert max(when[known]) < min(when[held])


def test_rows_of_one_moment_cannot_be_split() -> None:
    with pytest.raises(DataError, match="too few different moments"):
        time_split(np.zeros(10))


def test_the_order_of_rows_may_be_the_time() -> None:
    table = Table({"x": np.array([7.0, 8.0, 9.0])})
    assert list(moments(table, "row")) == [0, 1, 2]
    with pytest.raises(DataError, match="no column 'day'"):
        moments(table, "day")


def test_folds_in_order_are_blocks_of_time() -> None:
    labels = np.array([0, 1] * 10)
    assert list(folds(labels, 0, in_order=True)) == [0] * 4 + [1] * 4 + [2] * 4 + [3] * 4 + [4] * 4
    random = folds(labels, 0, in_order=False)
    assert all(labels[random == one].sum() == 2 for one in range(5))
