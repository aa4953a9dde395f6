"""mabwiser's LinUCB on the same evidence: what ours is held against, in tests and in the bench.

Loading it takes seconds and 130 MB, asking it arm by arm forty times as long as our arrays.
"""

import numpy as np
from mabwiser.mab import MAB, LearningPolicy

from recsys.ranking.context import TERMS
from recsys.ranking.linucb import Evidence
from recsys.ranking.table import Table

LEAST = 1e-12  # of a direction in which nothing was seen


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
