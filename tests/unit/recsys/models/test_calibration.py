"""Probabilities that come true as often as they say."""

import numpy as np
import pytest

from recsys.models.calibration import fit_calibration, sigmoid
from recsys.models.metrics import calibration_error
from recsys.models.split import folds


def test_overconfident_scores_are_brought_back() -> None:
    rng = np.random.default_rng(0)
    truth = rng.normal(0, 1, 8000)
    labels = (rng.random(8000) < sigmoid(truth)).astype(np.int64)
    loud = truth * 3
    fitted = fit_calibration(loud, labels, folds(labels, 0, in_order=False))
    assert calibration_error(labels, sigmoid(loud)) > 0.1
    assert calibration_error(labels, fitted(loud)) < 0.02


def test_steps_are_used_where_a_line_does_not_fit() -> None:
    rng = np.random.default_rng(0)
    logits = rng.uniform(-3, 3, 8000)
    labels = (rng.random(8000) < np.where(logits > 1, 0.9, 0.2)).astype(np.int64)
    fitted = fit_calibration(logits, labels, folds(labels, 0, in_order=False))
    assert fitted.kind == "isotonic"
    assert fitted(np.array([-2.0, 2.5])) == pytest.approx([0.2, 0.9], abs=0.05)
