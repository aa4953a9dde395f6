"""A target is a column with two values."""

import numpy as np
import pytest

from recsys.models.table import DataError, Table
from recsys.models.target import read_target


def column(*values: object) -> Table:
    repeated = [value for value in values for _ in range(12)]
    numbers = all(isinstance(value, float) for value in values)
    return Table({"y": np.array(repeated, dtype=np.float64 if numbers else object)})


@pytest.mark.parametrize(
    ("values", "positive"),
    [
        (("no", "yes"), "yes"),
        (("否", "是"), "是"),
        ((0.0, 1.0), "1"),
        ((1.0, 2.0), "2"),
        (("False", "True"), "True"),
    ],
)
def test_the_value_that_says_yes_counts_as_one(values: tuple[object, ...], positive: str) -> None:
    target = read_target(column(*values), "y")
    assert target.positive == positive and target.labels.sum() == 12


def test_of_two_values_that_say_neither_the_rarer_one_counts() -> None:
    table = Table({"y": np.array(["stays"] * 30 + ["leaves"] * 12, dtype=object)})
    assert read_target(table, "y").positive == "leaves"


@pytest.mark.parametrize(
    ("table", "name", "says"),
    [
        (column("no", "yes"), "z", "no column 'z'; there are: y"),
        (column("no"), "y", "every row has 'no'"),
        (column("a", "b", "c"), "y", "3 values"),
        (column("no", "yes", ""), "y", "12 rows have no value"),
        (Table({"y": np.array([0.0] * 50 + [1.0] * 3)}), "y", "3 times only"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(table: Table, name: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        read_target(table, name)
