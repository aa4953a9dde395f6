"""What a model must beat: everybody's rate, and a logistic regression on the same columns."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from recsys.models.features import Feature
from recsys.models.table import Numbers
from recsys.models.target import Labels


def prior(labels: Labels, rows: int) -> Numbers:
    """The rate of the training rows for everyone."""
    return np.full(rows, labels.mean())


def logistic(train: Numbers, labels: Labels, held: Numbers, features: Sequence[Feature]) -> Numbers:
    """Probabilities of the held-out rows by a logistic regression: numbers scaled, words one-hot."""
    known, new = _design(train, train, features), _design(train, held, features)
    fitted = LogisticRegression(C=0.3, max_iter=2000).fit(known, labels)
    return np.asarray(fitted.predict_proba(new)[:, 1])


def _design(train: Numbers, x: Numbers, features: Sequence[Feature]) -> Numbers:
    parts = []
    for position, feature in enumerate(features):
        column, known = x[:, position], train[:, position]
        if feature.is_word:
            parts.append((column[:, None] == np.arange(len(feature.words))).astype(np.float64))
            continue
        median, spread = np.nanmedian(known), np.nanstd(known)
        scaled = (np.where(np.isnan(column), median, column) - np.nanmean(known)) / (spread or 1.0)
        parts.append(np.clip(scaled, -10, 10)[:, None])
        if np.isnan(known).any():
            parts.append(np.isnan(column)[:, None].astype(np.float64))
    return np.hstack(parts)
