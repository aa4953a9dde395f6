"""How good probabilities are: order, sharpness, honesty, and what the best tenth is worth."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import log_loss, roc_auc_score

from recsys.models.table import Numbers
from recsys.models.target import Labels

BINS = 10
BEST = 0.1


@dataclass(frozen=True, slots=True)
class Scores:
    """``lift`` is how many times commoner the positives are among the best tenth than among all."""

    auc: float
    log_loss: float
    calibration_error: float
    lift: float


def score(labels: Labels, chance: Numbers) -> Scores:
    """Score probabilities against what happened; both values must occur."""
    return Scores(
        auc=float(roc_auc_score(labels, chance)),
        log_loss=float(log_loss(labels, np.clip(chance, 1e-7, 1 - 1e-7))),
        calibration_error=calibration_error(labels, chance),
        lift=lift(labels, chance),
    )


def calibration_error(labels: Labels, chance: Numbers) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    bins = np.minimum((chance * BINS).astype(np.intp), BINS - 1)
    gaps = np.bincount(bins, weights=chance - labels, minlength=BINS)
    return float(np.abs(gaps).sum() / len(labels))


def lift(labels: Labels, chance: Numbers, share: float = BEST) -> float:
    """Rate among the best ``share`` ÷ rate among all; rows that tie at the edge count in proportion."""
    wanted = max(1.0, share * len(labels))
    values, where = np.unique(-chance, return_inverse=True)
    size = np.bincount(where, minlength=len(values))
    hits = np.bincount(where, weights=labels, minlength=len(values))
    before = np.cumsum(size) - size
    taken = np.clip(wanted - before, 0, size) / size
    return float((taken * hits).sum() / wanted / labels.mean())
