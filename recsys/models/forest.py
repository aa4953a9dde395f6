"""Boosted trees: a small search, early stopping on rows held back, and one forest per fold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np
from sklearn.metrics import log_loss

from recsys.models.calibration import sigmoid
from recsys.models.features import Feature
from recsys.models.table import Numbers, Rows
from recsys.models.target import Labels

# Three sizes of trees: few effects, some interactions, many. The search takes the best on rows held back.
SHAPES: tuple[Mapping[str, Any], ...] = (
    {"learning_rate": 0.03, "num_leaves": 8, "min_data_in_leaf": 30, "feature_fraction": 0.5, "lambda_l2": 5},
    {
        "learning_rate": 0.03,
        "num_leaves": 16,
        "min_data_in_leaf": 20,
        "feature_fraction": 0.6,
        "lambda_l2": 2,
    },
    {
        "learning_rate": 0.05,
        "num_leaves": 31,
        "min_data_in_leaf": 20,
        "feature_fraction": 0.9,
        "lambda_l2": 1,
    },
)
ROUNDS, PATIENCE = 2000, 50
FEWEST_IN_LEAF = 3  # of small tables, where a leaf is a fifteenth of the rows
SEARCHED_ROWS = 20_000  # the search looks at no more
MANY_ROWS = 100_000  # from here on all cores are used


@dataclass(frozen=True)
class Forest:
    """Forests to be averaged; ``unseen`` are the rows' log-odds by the forest that did not train on them."""

    boosters: tuple[lgb.Booster, ...]
    unseen: Numbers
    shape: Mapping[str, Any]


def grow(x: Numbers, labels: Labels, features: Sequence[Feature], fold: Rows, seed: int) -> Forest:
    """Train on every fold's complement, stopping when the fold itself no longer gets better."""
    shape = _search(x, labels, features, fold, seed)
    boosters, unseen = [], np.empty(len(labels))
    for one in np.unique(fold):
        booster = _boost(x, labels, features, fold != one, fold == one, shape, seed)
        unseen[fold == one] = raw(booster, x[fold == one])
        boosters.append(booster)
    return Forest(tuple(boosters), unseen, shape)


def raw(booster: lgb.Booster, x: Numbers) -> Numbers:
    """Log-odds, one per row."""
    return np.asarray(booster.predict(x, raw_score=True), dtype=np.float64)


def _search(
    x: Numbers, labels: Labels, features: Sequence[Feature], fold: Rows, seed: int
) -> Mapping[str, Any]:
    """The shape with the smallest log loss on the last fold."""
    rows = np.random.default_rng([seed, 2]).permutation(len(labels))[:SEARCHED_ROWS]
    x, labels, held = x[rows], labels[rows], fold[rows] == fold.max()

    def loss(shape: Mapping[str, Any]) -> float:
        booster = _boost(x, labels, features, ~held, held, shape, seed)
        return float(log_loss(labels[held], sigmoid(raw(booster, x[held])), labels=[0, 1]))

    return min(SHAPES, key=loss)


def _boost(
    x: Numbers,
    labels: Labels,
    features: Sequence[Feature],
    train: Rows,
    held: Rows,
    shape: Mapping[str, Any],
    seed: int,
) -> lgb.Booster:
    words = [position for position, feature in enumerate(features) if feature.is_word]
    fixed = {
        "objective": "binary",
        "verbose": -1,
        "seed": seed,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1 if len(labels) < MANY_ROWS else 0,
    }
    known = lgb.Dataset(x[train], labels[train], categorical_feature=words or "auto", params={"verbose": -1})
    unknown = lgb.Dataset(x[held], labels[held], reference=known)
    stop = lgb.early_stopping(PATIENCE, verbose=False)
    leaf = min(shape["min_data_in_leaf"], max(FEWEST_IN_LEAF, int(train.sum()) // 15))
    return lgb.train(
        fixed | dict(shape) | {"min_data_in_leaf": leaf},
        known,
        ROUNDS,
        valid_sets=[unknown],
        callbacks=[stop],
    )
