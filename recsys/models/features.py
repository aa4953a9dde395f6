"""Which columns a model may look at, and how they become the matrix that trees read."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recsys.models.leakage import alone
from recsys.models.table import Column, DataError, Numbers, Table, is_number
from recsys.models.target import Labels
from recsys.models.totals import totals

RARE = 5  # a word seen less often in training is taken with the other rare ones
MOST_WORDS = 250
OTHER = "(其他)"
TELLS_ALL = 0.995  # AUC of one feature alone that is too good to be known in time


@dataclass(frozen=True, slots=True)
class Feature:
    """A column; ``words`` are the categories that trees know, in the order of their codes (none: numbers).

    ``parts`` are the columns of which it is the total.
    """

    name: str
    words: tuple[str, ...] = ()
    is_word: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that is not used, and why: identifier, constant, order, leak, named."""

    name: str
    why: str
    auc: float | None = None  # of a leak


def choose_features(
    table: Table, labels: Labels, exclude: Collection[str] = (), keep: Collection[str] = ()
) -> tuple[tuple[Feature, ...], tuple[LeftOut, ...]]:
    """What to train on and what not. ``keep`` overrules every guess. Raises DataError."""
    unknown = sorted({*exclude, *keep} - set(table.columns))
    if unknown:
        raise DataError(f"there is no column {unknown[0]!r}; there are: {', '.join(table.columns)}")
    used, out = [], []
    for name, column in table.columns.items():
        reason = LeftOut(name, "named") if name in exclude else None
        if reason is None and name not in keep:
            reason = _unfit(name, column, labels)
        if reason is None:
            used.append(_feature(name, column))
        else:
            out.append(reason)
    if not used:
        raise DataError("no column is left to learn from; name those that are known in time with --keep")
    numbers = [feature.name for feature in used if not feature.is_word]
    sums = [Feature(name, parts=parts) for name, parts in totals(numbers).items()]
    return (*used, *sums), tuple(out)


def matrix(table: Table, features: Sequence[Feature]) -> Numbers:
    """Rows × features as float64; a category is its code, missing is NaN. Raises DataError."""
    found = np.empty((len(table), len(features)))
    for position, feature in enumerate(features):
        parts = [_codes(feature, _column(table, name)) for name in feature.parts or (feature.name,)]
        found[:, position] = np.sum(parts, axis=0)
    return found


def shown(feature: Feature, value: float) -> float | str | None:
    """A cell of the matrix as people know it."""
    if np.isnan(value):
        return None
    return feature.words[int(value)] if feature.is_word else value


def _unfit(name: str, column: Column, labels: Labels) -> LeftOut | None:
    if is_number(column):
        if len(np.unique(column)) < 2:
            return LeftOut(name, "constant")
        if len(column) > 2 and np.ptp(np.diff(column)) == 0:
            return LeftOut(name, "order")
    else:
        counts = Counter(column)
        if len(counts) < 2:
            return LeftOut(name, "constant")
        if len(counts) > len(column) / 2:
            return LeftOut(name, "identifier")
    auc = alone(column, labels)
    return LeftOut(name, "leak", auc) if auc >= TELLS_ALL else None


def _feature(name: str, column: Column) -> Feature:
    if is_number(column):
        return Feature(name)
    counts = Counter(str(value) for value in column if value)
    frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]
    words = tuple(word for word, count in frequent if count >= RARE)
    return Feature(name, (*words, OTHER), is_word=True)


def _column(table: Table, name: str) -> Column:
    if name not in table.columns:
        raise DataError(f"the table lacks the column {name!r} that the model was trained on")
    return table.columns[name]


def _codes(feature: Feature, column: Column) -> Numbers:
    if not feature.is_word:
        if not is_number(column):
            raise DataError(f"column {feature.name!r} holds words; the model was trained on numbers")
        return column.astype(np.float64)
    codes: Mapping[str, int] = {word: code for code, word in enumerate(feature.words)}
    other = len(feature.words) - 1
    words = column if not is_number(column) else _as_words(column)
    return np.array([codes.get(word, other) if word else np.nan for word in words], dtype=np.float64)


def _as_words(column: Column) -> list[str]:
    """A column of words that happens to hold only numbers this time."""
    return ["" if np.isnan(value) else f"{value:g}" for value in column]
