"""Scores that can be checked by hand."""

import numpy as np
import pytest

from recsys.models.metrics import calibration_error, lift, score


def test_a_tenth_that_holds_half_of_all_positives_lifts_five_times() -> None:
    labels = np.array([1] + [0] * 8 + [1])
    chance = np.linspace(0.9, 0.1, 10)
    assert lift(labels, chance) == pytest.approx(5.0)


def test_equal_scores_lift_nothing_whatever_the_order_of_the_rows() -> None:
    labels = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    assert lift(labels, np.full(10, 0.2)) == pytest.approx(1.0)


def test_calibration_error_is_the_mean_gap_between_promise_and_rate() -> None:
    labels = np.array([1, 0, 0, 0, 1, 1, 1, 0])
    chance = np.array([0.25] * 4 + [0.95] * 4)  # the first half comes true as promised, the second to 0.75
    assert calibration_error(labels, chance) == pytest.approx(0.5 * 0.2)


def test_all_scores_at_once() -> None:
    found = score(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))
    assert found.auc == pytest.approx(0.75)
    assert found.log_loss == pytest.approx(-np.log([0.9, 0.6, 0.35, 0.8]).mean())
