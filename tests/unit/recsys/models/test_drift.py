"""How far a column has moved since training."""

import numpy as np
import pytest

from recsys.models.drift import drifts, profile_of, psi

RNG = np.random.default_rng(0)


def test_the_same_column_has_not_moved() -> None:
    values = RNG.normal(0, 1, 5000)
    assert psi(profile_of("x", values), values) == pytest.approx(0, abs=1e-12)


def test_two_categories_that_swap_their_shares_move_by_the_formula() -> None:
    then, now = np.repeat([0.0, 1.0], [80, 20]), np.repeat([0.0, 1.0], [20, 80])
    assert psi(profile_of("x", then, words=2), now) == pytest.approx(2 * 0.6 * np.log(4))


def test_the_furthest_column_comes_first_with_what_it_means() -> None:
    calm, wild = RNG.normal(0, 1, 5000), RNG.normal(0, 1, 5000)
    profiles = (profile_of("calm", calm), profile_of("wild", wild), profile_of("(score)", calm))
    found = drifts(profiles, np.column_stack([calm, wild + 1]), calm)
    assert (found[0].name, found[0].state) == ("wild", "changed")
    assert {drift.state for drift in found[1:]} == {"stable"}


def test_a_column_that_is_suddenly_empty_has_changed() -> None:
    values = RNG.normal(0, 1, 500)
    assert psi(profile_of("x", values), np.full(500, np.nan)) > 1
