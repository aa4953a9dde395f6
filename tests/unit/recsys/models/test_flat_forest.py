"""Flat forests against LightGBM's own predictions."""

import lightgbm as lgb
import numpy as np
import pytest

from recsys.models.flat_forest import flatten


@pytest.fixture(scope="module")
def boosters() -> list[lgb.Booster]:
    """Two small ones with numbers, words, gaps and noughts."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(800, 4))
    x[:, 1] = rng.integers(0, 40, 800)
    x[:, 2] = np.where(rng.random(800) < 0.3, 0, x[:, 2])
    x[rng.random((800, 4)) < 0.1] = np.nan
    made = []
    for seed, missing in enumerate((False, True)):
        y = (np.nan_to_num(x[:, 0]) + (np.nan_to_num(x[:, 1]) % 3 == seed) > 0.6).astype(int)
        fixed = {"objective": "binary", "verbose": -1, "num_leaves": 12, "zero_as_missing": missing}
        data = lgb.Dataset(x, y, categorical_feature=[1], params={"verbose": -1})
        made.append(lgb.train(fixed | {"num_threads": 1, "seed": seed}, data, 25))
    return made


def test_every_row_gives_what_lightgbm_gives(boosters: list[lgb.Booster]) -> None:
    flat = flatten([[boosters[0].model_to_string()], [one.model_to_string() for one in boosters]])
    rng = np.random.default_rng(4)
    for _ in range(200):
        row = rng.normal(size=4)
        row[1] = rng.choice([-1, 0, 3, 39, 55, 400])
        row[rng.random(4) < 0.25] = rng.choice([np.nan, 0.0])
        one, other = (float(booster.predict(row[None], raw_score=True)[0]) for booster in boosters)
        assert flat.logits(row) == pytest.approx([one, (one + other) / 2], abs=1e-12)


def test_a_tree_that_is_one_leaf_gives_that_leaf() -> None:
    data = lgb.Dataset(np.zeros((50, 1)), np.r_[np.ones(10), np.zeros(40)], params={"verbose": -1})
    booster = lgb.train({"objective": "binary", "verbose": -1, "min_data_in_leaf": 40}, data, 1)
    flat = flatten([[booster.model_to_string()]])
    assert flat.logits(np.zeros(1))[0] == pytest.approx(
        float(booster.predict(np.zeros((1, 1)), raw_score=True)[0])
    )
