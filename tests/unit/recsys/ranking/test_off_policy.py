"""Estimates of another policy: on paper, and against a truth that is known."""

import numpy as np
import pytest

from recsys.ranking.off_policy import Logged, doubly_robust, estimates, ips, naive, snips

CHANCES = np.array([[0.9, 0.3], [0.1, 0.5]])  # kinds of customers × offers: a yes
LOGGING = np.array([[0.8, 0.2], [0.3, 0.7]])  # how offers were drawn
WANTED = np.array([[1.0, 0.0], [1.0, 0.0]])  # the other policy: always the first offer


def log(seed: int, size: int = 2000, model: float = 1.0) -> Logged:
    """Rewards of 0 or 1; the model is the truth times ``model``."""
    rng = np.random.default_rng(seed)
    who = rng.integers(0, 2, size)
    what = (rng.random(size) > LOGGING[who, 0]).astype(int)
    reward = (rng.random(size) < CHANCES[who, what]).astype(float)
    expected = CHANCES * model
    return Logged(
        reward=reward,
        chance=LOGGING[who, what],
        wanted=WANTED[who, what],
        expected=expected[who, what],
        model=(expected[who] * WANTED[who]).sum(axis=1),
    )


def test_four_rows_on_paper() -> None:
    """π ÷ p = 2, 2, 0, 4 with rewards 1, 0, 1, 1 and a model that always says ½."""
    half = np.full(4, 0.5)
    four = Logged(
        reward=np.array([1.0, 0.0, 1.0, 1.0]),
        chance=np.array([0.5, 0.5, 0.5, 0.25]),
        wanted=np.array([1.0, 1.0, 0.0, 1.0]),
        expected=half,
        model=half,
    )
    assert ips(four).mean == pytest.approx((2 + 0 + 0 + 4) / 4)
    assert snips(four).mean == pytest.approx(6 / 8)
    assert doubly_robust(four).mean == pytest.approx(((0.5 + 1) + (0.5 - 1) + 0.5 + (0.5 + 2)) / 4)
    assert naive(four).mean == pytest.approx(2 / 3)


def test_three_estimators_find_the_truth_that_the_naive_average_misses() -> None:
    truth = 0.5  # of the first offer, (0.9 + 0.1) ÷ 2
    covered = {one.name: 0 for one in estimates(log(0))}
    for seed in range(100):
        for one in estimates(log(seed, model=0.7)):
            covered[one.name] += one.covers(truth)
    assert covered.pop("naive average") < 5
    assert min(covered.values()) >= 90, covered


def test_a_good_model_makes_the_interval_of_doubly_robust_narrower() -> None:
    one = log(3)
    assert doubly_robust(one).high - doubly_robust(one).low < ips(one).high - ips(one).low


def test_nothing_that_the_other_policy_wants_says_nothing() -> None:
    none = Logged(*(np.ones(5) for _ in range(2)), np.zeros(5), np.zeros(5), np.zeros(5))
    assert snips(none).covers(12345.0)
    assert naive(none).covers(-7.0)
