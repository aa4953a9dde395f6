"""LinUCB on the correction of a believed chance: learned by mabwiser, asked as plain arrays.

With e the believed chance of an offer and y whether it was taken, mabwiser's ridge regression of
(y − e) ∕ √e on √e·x has noise of about 1 and predicts the relative correction of x (Li et al. 2010).
It asks its arms one by one; their solutions are stacked here and asked at once, in a fortieth of the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from mabwiser.mab import MAB, LearningPolicy

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
    bandit = fit(evidence(sums, items, table), table)
    arms = [bandit._imp.arm_to_model[item.id] for item in items]
    return Learned(
        tuple(item.id for item in items),
        np.array([arm.beta for arm in arms]),
        np.array([arm.A_inv for arm in arms]),
        sums.version,
    )


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


def fit(found: Evidence, table: Table) -> MAB:
    """mabwiser's LinUCB, fitted to as few rows as give exactly these sums.

    With V and λ the eigenvectors and -values of Σ e·x·xᵀ, rows √λ·v with rewards v·Σ(y − e)x ∕ √λ do.
    """
    size = len(TERMS)
    policy = LearningPolicy.LinUCB(alpha=table["explore"]["alpha"], l2_lambda=table["learn"]["ridge"])
    bandit = MAB(arms=list(found.ids), learning_policy=policy, seed=0)
    values, vectors = np.linalg.eigh(found.squares)
    roots = np.sqrt(np.maximum(values, 0.0))
    rows = np.swapaxes(vectors, 1, 2) * roots[:, :, None]
    told = np.einsum("nij,ni->nj", vectors, found.beyond)
    rewards = np.where(values > LEAST, told / np.where(values > LEAST, roots, 1.0), 0.0)
    bandit.fit(np.repeat(np.array(found.ids), size), rewards.ravel(), rows.reshape(-1, size))
    return bandit
