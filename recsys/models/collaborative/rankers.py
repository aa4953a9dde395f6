"""Three ways to score every item for every user: popularity, neighbours of items, factors."""

from collections.abc import Callable

import numpy as np
import scipy.sparse as sp

from recsys.models.table import Numbers

Ranker = Callable[[sp.csr_matrix], Numbers]  # users × items → scores of the same shape


def popularity(taken: sp.csr_matrix) -> Numbers:
    """How many took it: the same for everybody."""
    count = np.asarray((taken > 0).sum(axis=0), dtype=np.float64).ravel()
    return np.tile(count, (taken.shape[0], 1))


def item_neighbours(taken: sp.csr_matrix, *, nearest: int = 50, shrink: float = 10.0) -> Numbers:
    """Sum of the likenesses to what the user took; cosine, less for few common users (Sarwar et al. 2001)."""
    binary = (taken > 0).astype(np.float64)
    common = (binary.T @ binary).toarray()
    size = np.sqrt(np.diag(common))
    alike = common / (np.outer(size, size) + shrink)
    np.fill_diagonal(alike, 0.0)
    if alike.shape[0] > nearest:
        edge = np.partition(alike, -nearest, axis=1)[:, -nearest][:, None]
        alike = np.where(alike >= edge, alike, 0.0)
    found: Numbers = binary @ alike
    return found


def factors(
    taken: sp.csr_matrix,
    *,
    size: int = 12,
    rounds: int = 12,
    confidence: float = 10.0,
    penalty: float = 25.0,
    seed: int = 0,
) -> Numbers:
    """Alternating least squares for implicit feedback (Hu, Koren and Volinsky 2008)."""
    rng = np.random.default_rng(seed)
    weights = taken.astype(np.float64) * confidence
    users = rng.normal(0, 0.1, (taken.shape[0], size))
    items = rng.normal(0, 0.1, (taken.shape[1], size))
    for _ in range(rounds):
        users = _solve(weights.tocsr(), items, penalty)
        items = _solve(weights.T.tocsr(), users, penalty)
    found: Numbers = users @ items.T
    return found


def _solve(weights: sp.csr_matrix, fixed: Numbers, penalty: float) -> Numbers:
    """Per row the factors that fit best: (FᵀF + Fᵀ W F + λ) x = Fᵀ (1 + W) over what was taken."""
    base = fixed.T @ fixed + penalty * np.eye(fixed.shape[1])
    found = np.zeros((weights.shape[0], fixed.shape[1]))
    for row in range(weights.shape[0]):
        at = slice(weights.indptr[row], weights.indptr[row + 1])
        seen, weight = fixed[weights.indices[at]], weights.data[at]
        if len(weight):
            found[row] = np.linalg.solve(base + (seen.T * weight) @ seen, seen.T @ (1 + weight))
    return found


RANKERS: dict[str, Ranker] = {
    "popularity": popularity,
    "neighbours of items": item_neighbours,
    "factors (ALS)": factors,
}
