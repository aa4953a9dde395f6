"""What is to be predicted: a column with two values, one of which counts as 1."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recsys.models.table import Column, DataError, Table, is_number

Labels = npt.NDArray[np.int64]
POSITIVE = frozenset({"yes", "y", "true", "t", "1", "是", "有", "真", "churn", "churned", "positive", "流失"})
FEWEST = 10  # rows of each value that training needs


@dataclass(frozen=True)
class Target:
    """A column as 0 and 1; ``positive`` is the value that counts as 1."""

    name: str
    positive: str
    labels: Labels


def read_target(table: Table, name: str) -> Target:
    """The target column. Raises DataError when it is missing, incomplete, or does not have two values."""
    if name not in table.columns:
        raise DataError(f"there is no column {name!r}; there are: {', '.join(table.columns)}")
    words = _words(table.columns[name])
    missing = sum(not word for word in words)
    if missing:
        raise DataError(f"{missing} rows have no value in {name!r}; fill them in or leave the rows out")
    values = sorted(set(words))
    if len(values) == 1:
        raise DataError(f"every row has {values[0]!r} in {name!r}; a target needs two values")
    if len(values) > 2:
        some = ", ".join(values[:4])
        raise DataError(f"{name!r} has {len(values)} values ({some} …); a target needs exactly two")
    positive = _positive(words, values)
    labels = np.array([word == positive for word in words], dtype=np.int64)
    fewest = int(min(labels.sum(), len(labels) - labels.sum()))
    if fewest < FEWEST:
        raise DataError(f"{name!r} has one value {fewest} times only; {FEWEST} rows of each are needed")
    return Target(name, positive, labels)


def _words(column: Column) -> list[str]:
    if not is_number(column):
        return [str(value) for value in column]
    return ["" if np.isnan(value) else f"{value:g}" for value in column]


def _positive(words: list[str], values: list[str]) -> str:
    """The value that says yes; of two numbers the larger; else the rarer one."""
    try:
        return max(values, key=float)
    except ValueError:
        yes = [value for value in values if value.lower() in POSITIVE]
        return yes[0] if len(yes) == 1 else min(values, key=lambda value: (words.count(value), value))
