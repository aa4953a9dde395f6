"""LinUCB on the correction of a believed chance, all products at once as plain arrays.

With e the believed chance of an offer and y whether it was taken, the ridge regression of (y − e) ∕ √e on
√e·x has noise of about 1 and predicts the relative correction of x (Li et al. 2010, algorithm 1). mabwiser
gives the same (`recsys.ranking.mabwiser_arms`); the worker, which learns, need not carry what that loads.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.catalogue.schema import Item
from recsys.models.table import Numbers
from recsys.ranking.content import likeness
from recsys.ranking.context import TERMS
from recsys.ranking.learned import Learned
from recsys.ranking.sums import Sums
from recsys.ranking.table import PPM, Table

LEAST = 1e-12  # of a direction in which nothing was seen


@dataclass(frozen=True)
class Evidence:
    """By product Σ e·x·xᵀ and Σ (y − e)·x, with what neighbours lend."""

    ids: tuple[str, ...]
    squares: Numbers
    beyond: Numbers


def learn(sums: Sums, items: Sequence[Item], table: Table) -> Learned:
    """The corrections of all products that are sold, those without a history included."""
    found = evidence(sums, items, table)
    inverse = np.linalg.inv(found.squares + table["learn"]["ridge"] * np.identity(len(TERMS)))
    weights = np.einsum("nij,nj->ni", inverse, found.beyond)
    return Learned(found.ids, weights, inverse, sums.version)


def evidence(sums: Sums, items: Sequence[Item], table: Table) -> Evidence:
    """A product's own, and a share of its neighbours' up to a limit: less and less as its own grows."""
    row = {product_id: place for place, product_id in enumerate(sums.ids)}
    size = len(TERMS)
    squares, beyond = np.zeros((len(items), size, size)), np.zeros((len(items), size))
    for place, item in enumerate(items):
        if item.id in row:
            squares[place] = sums.squares[row[item.id]] / PPM
            beyond[place] = sums.beyond[row[item.id]] / PPM
    rates = table["learn"]
    alike = likeness(items, rates["neighbours"], row.__contains__)
    near, told = np.einsum("ij,jkl->ikl", alike, squares), alike @ beyond
    known = near[:, 0, 0]  # expected acceptances of the neighbours
    lent = np.minimum(rates["lent"] / PPM, rates["lent_most"] / PPM / np.maximum(known, LEAST))
    ids = tuple(item.id for item in items)
    return Evidence(ids, squares + lent[:, None, None] * near, beyond + lent[:, None] * told)
