"""Logistic regression for fitting scores; what answers questions does not need it."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Numbers = npt.NDArray[np.float64]


def never_negative(
    values: Numbers, right: npt.NDArray[np.bool_], shares: Numbers | float = 1.0
) -> tuple[Numbers, float]:
    """Weights of a logistic regression none of which is below 0, and its intercept.

    More evidence never lowers a score. ``shares`` says how much each row counts; the weights are penalised by
    half the sum of their squares.
    """
    signs = np.where(right, 1.0, -1.0)

    def loss(parameters: Numbers) -> tuple[float, Numbers]:
        weights, bias = parameters[:-1], parameters[-1]
        margins = signs * (values @ weights + bias)
        pull = -signs * shares / (1 + np.exp(np.clip(margins, -500, 500)))
        total = float((shares * np.logaddexp(0, -margins)).sum() + weights @ weights / 2)
        return total, np.append(values.T @ pull + weights, pull.sum())

    bounds = [(0, None)] * values.shape[1] + [(None, None)]
    found = minimize(loss, np.zeros(values.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    weights: Numbers = found.x[:-1]
    return weights, float(found.x[-1])
