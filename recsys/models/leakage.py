"""The leakage guard: what one column alone says about the target, honestly measured."""

import numpy as np
from sklearn.metrics import roc_auc_score

from recsys.models.table import Column, Numbers, Rows, is_number
from recsys.models.target import Labels

BINS = 32
PRIOR = 2.0  # rows of the average that every bin is mixed with


def alone(column: Column, labels: Labels) -> float:
    """AUC of one column alone, whatever the shape of its effect; 0.5 says nothing, 1 everything.

    Every row gets the rate of its bin (or word) among the rows of the other half, so that a column of
    many different words does not look wise by chance. A target with one value only is told by nothing.
    """
    if min(labels.sum(), len(labels) - labels.sum()) < 2:
        return 0.5
    bins = _bins(column)
    half = _halves(labels)
    rates = np.empty(len(labels))
    for side in (0, 1):
        rates[half == side] = _rates(bins[half != side], labels[half != side], int(bins.max()) + 1)[
            bins[half == side]
        ]
    auc = float(np.mean([roc_auc_score(labels[half == side], rates[half == side]) for side in (0, 1)]))
    return max(0.5, auc)


def _halves(labels: Labels) -> Rows:
    """Every second row of either value."""
    half = np.empty(len(labels), dtype=np.intp)
    for value in (0, 1):
        rows = np.random.default_rng(0).permutation(np.flatnonzero(labels == value))
        half[rows] = np.arange(len(rows)) % 2
    return half


def _rates(bins: Rows, labels: Labels, count: int) -> Numbers:
    size = np.bincount(bins, minlength=count)
    hits = np.bincount(bins, weights=labels, minlength=count)
    rates: Numbers = (hits + PRIOR * labels.mean()) / (size + PRIOR)
    return rates


def _bins(column: Column) -> Rows:
    """Words as they are; numbers by quantile, the missing ones in a bin of their own."""
    if not is_number(column):
        return np.unique(column, return_inverse=True)[1].astype(np.intp)
    known = column[~np.isnan(column)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1]))
    bins = np.searchsorted(edges, column, side="right")
    return np.where(np.isnan(column), len(edges) + 1, bins).astype(np.intp)
