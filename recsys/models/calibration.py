"""From scores to honest probabilities, fitted on predictions for rows that the model had not seen."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from recsys.models.table import Numbers, Rows
from recsys.models.target import Labels

Kind = Literal["platt", "isotonic"]


@dataclass(frozen=True)
class Calibration:
    """Platt: ``x`` is (slope, intercept) on the log-odds. Isotonic: points of a rising line."""

    kind: Kind
    x: Numbers
    y: Numbers

    def __call__(self, logits: Numbers) -> Numbers:
        """Probabilities, in the shape of the log-odds."""
        if self.kind == "isotonic":
            return np.interp(logits, self.x, self.y)
        return sigmoid(self.x[0] * logits + self.x[1])


def sigmoid(logits: Numbers) -> Numbers:
    """1 / (1 + e^−x), without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * logits))


def fit_calibration(logits: Numbers, labels: Labels, fold: Rows) -> Calibration:
    """Platt's line, or isotonic steps where these do better on rows they were not fitted to."""
    if _loss("isotonic", logits, labels, fold) < _loss("platt", logits, labels, fold):
        return _fit("isotonic", logits, labels)
    return _fit("platt", logits, labels)


def _loss(kind: Kind, logits: Numbers, labels: Labels, fold: Rows) -> float:
    chance = np.empty(len(labels))
    for one in np.unique(fold):
        fitted = _fit(kind, logits[fold != one], labels[fold != one])
        chance[fold == one] = fitted(logits[fold == one])
    return float(log_loss(labels, np.clip(chance, 1e-6, 1 - 1e-6), labels=[0, 1]))


def _fit(kind: Kind, logits: Numbers, labels: Labels) -> Calibration:
    if kind == "isotonic":
        line = IsotonicRegression(y_min=1e-4, y_max=1 - 1e-4, out_of_bounds="clip").fit(logits, labels)
        return Calibration(kind, np.asarray(line.X_thresholds_), np.asarray(line.y_thresholds_))
    line = LogisticRegression(C=1e6).fit(logits[:, None], labels)
    return Calibration(kind, np.array([line.coef_[0, 0], line.intercept_[0]]), np.empty(0))
