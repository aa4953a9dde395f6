"""Multinomial logistic regression on dense columns beside sparse ones.

The two are multiplied apart, which makes fitting several times faster than with one sparse matrix.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float32]
_INVERSE_PENALTY = 60.0
_STEPS = 60
_BALANCE = 0.5


@dataclass(frozen=True)
class Inputs:
    """One row per example: ``dense`` columns first, then ``sparse`` ones."""

    dense: Floats
    sparse: csr_matrix

    def rows(self, chosen: npt.NDArray[np.bool_]) -> "Inputs":
        """Some of the examples."""
        return Inputs(self.dense[chosen], self.sparse[chosen])

    def times(self, weights: Floats) -> Floats:
        """Product with a row of weights per column."""
        size = self.dense.shape[1]
        result: Floats = self.dense @ weights[:size] + self.sparse @ weights[size:]
        return result

    def transposed_times(self, errors: Floats) -> Floats:
        """Product of the transpose with a row per example."""
        return np.vstack([self.dense.T @ errors, self.sparse.T @ errors])


def softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    exponents = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Floats = exponents / exponents.sum(axis=-1, keepdims=True)
    return result


def fit(inputs: Inputs, wanted: npt.NDArray[np.int64], count: int) -> tuple[Floats, Floats]:
    """Weights (a row per input) and bias for labels 0 to ``count`` - 1.

    Rare labels count more: an example weighs 1 / (examples of its label) to the power of ``_BALANCE``.
    """
    columns = inputs.dense.shape[1] + inputs.sparse.shape[1]
    share = (1.0 / np.maximum(np.bincount(wanted, minlength=count), 1)[wanted]) ** _BALANCE
    share = (share * len(wanted) / share.sum() * _INVERSE_PENALTY).astype(np.float32)[:, None]
    target = np.eye(count, dtype=np.float32)[wanted]

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        parts = flat.reshape(columns + 1, count).astype(np.float32)
        found = softmax(inputs.times(parts[:-1]) + parts[-1])
        errors = share * (found - target)
        gradient = np.vstack([inputs.transposed_times(errors) + parts[:-1], errors.sum(axis=0)])
        misfit = -float((share[:, 0] * np.log((found * target).sum(axis=1) + 1e-30)).sum())
        return misfit + 0.5 * float((parts[:-1] ** 2).sum()), gradient.ravel().astype(np.float64)

    start = np.zeros((columns + 1) * count)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    parts = best.x.reshape(columns + 1, count).astype(np.float32)
    return parts[:-1], parts[-1]
