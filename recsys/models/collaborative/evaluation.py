"""Recall and NDCG of the first k items, for what users took later and had not taken before."""

from dataclasses import dataclass

import numpy as np

from recsys.models.collaborative.interactions import Interactions, split_in_time
from recsys.models.collaborative.rankers import RANKERS
from recsys.models.table import DataError, Numbers, Rows


@dataclass(frozen=True, slots=True)
class Ranked:
    """Means over the users with something new later."""

    name: str
    recall: float
    ndcg: float
    users: int


def evaluate(found: Interactions, k: int = 10, share: float = 0.2) -> list[Ranked]:
    """Every ranker learns from the first part in time and is asked about the rest. Raises DataError."""
    before, after = split_in_time(found, share)
    taken = before.matrix()
    later = after.matrix()
    new = later - later.multiply(taken > 0)
    rows = np.flatnonzero((np.diff(taken.indptr) > 0) & (np.asarray((new > 0).sum(axis=1)).ravel() > 0))
    if not len(rows):
        raise DataError("no user has interactions both early and late: nothing can be foreseen")
    wanted = (new[rows] > 0).toarray()
    done = (taken[rows] > 0).toarray()
    return [_judge(name, best(ranker(taken)[rows], done, k), wanted) for name, ranker in RANKERS.items()]


def best(scores: Numbers, done: Rows, k: int) -> Rows:
    """The first k items of every row that were not taken yet, best first; ties by the order of items."""
    left = np.where(done, -np.inf, scores)
    return np.argsort(-left, axis=1, kind="stable")[:, :k]


def _judge(name: str, ranking: Rows, wanted: Rows) -> Ranked:
    hits = np.take_along_axis(wanted, ranking, axis=1).astype(np.float64)
    most = np.minimum(wanted.sum(axis=1), ranking.shape[1])
    discount = 1 / np.log2(np.arange(2, ranking.shape[1] + 2))
    ideal = np.concatenate([[0.0], np.cumsum(discount)])[most]
    recall = float((hits.sum(axis=1) / most).mean())
    return Ranked(name, recall, float(((hits @ discount) / ideal).mean()), len(wanted))
