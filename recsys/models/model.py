"""A trained model as a plain value: probabilities of rows, and what each feature contributed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np

from recsys.models.calibration import Calibration
from recsys.models.drift import Profile
from recsys.models.features import Feature, matrix
from recsys.models.forest import raw
from recsys.models.table import Numbers, Table


@dataclass(frozen=True)
class Model:
    """``facts`` is what people should know: scores, shares, columns left out; JSON-ready."""

    target: str
    positive: str
    features: tuple[Feature, ...]
    boosters: tuple[lgb.Booster, ...]
    calibration: Calibration
    profiles: tuple[Profile, ...]  # of the features in training, then of the probabilities
    facts: Mapping[str, Any]

    def chance(self, table: Table) -> Numbers:
        """The calibrated probability of the positive value, one per row. Raises DataError."""
        return self.calibration(self.logits(matrix(table, self.features)))

    def logits(self, x: Numbers) -> Numbers:
        """The mean log-odds of the forests, before calibration."""
        return mean_logits(self.boosters, x)

    def contributions(self, x: Numbers) -> Numbers:
        """Rows × (features + 1): exact TreeSHAP values in log-odds; the last column is the base.

        Each row adds up to its ``logits`` (Lundberg et al. 2020); the mean over forests is exact too.
        """
        parts = [np.asarray(booster.predict(x, pred_contrib=True)) for booster in self.boosters]
        found: Numbers = np.mean(parts, axis=0)
        return found


def mean_logits(boosters: Sequence[lgb.Booster], x: Numbers) -> Numbers:
    """One log-odds per row, averaged over the forests."""
    found: Numbers = np.mean([raw(booster, x) for booster in boosters], axis=0)
    return found
