"""Fits the scores to questions with known answers, and measures ways to rank on questions left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kb.index.cases import COSINE, COVERAGE, Case
from kb.index.regression import never_negative
from kb.index.score import Calibration

_FOLDS = 5
_PASSING = 0.1  # of the questions without an answer that may get one
_RANK_CONSTANT = 60  # of reciprocal rank fusion


@dataclass(frozen=True)
class Quality:
    """Shares of the answerable questions, and of all questions decided rightly with a threshold."""

    first: float  # the first hit is an answer
    in_five: float  # one of the first five is
    reciprocal_rank: float
    decided: float | None = None  # answered rightly, or refused when there is no answer


Scores = npt.NDArray[np.float64]
Rank = Callable[[Case], Scores]


def fit(model: str, measured: Sequence[Case], fitted_on: str) -> Calibration:
    """A logistic regression over all candidates.

    Its threshold lets one in ten of the questions pass that have no answer, each scored when left out.
    """
    calibration = _regression(model, measured, fitted_on)
    unanswered = [
        float(scores.max(initial=0))
        for case, scores in _left_out(model, measured)
        if not case.question.answers
    ]
    threshold = np.quantile(unanswered, 1 - _PASSING) if unanswered else 0.5
    return Calibration(**{**vars(calibration), "threshold": round(float(np.clip(threshold, 0.05, 0.95)), 2)})


def compare(model: str, measured: Sequence[Case], threshold: float) -> dict[str, Quality]:
    """Ways to rank, each measured on the same questions; the fitted one on questions left out."""
    left_out = list(_left_out(model, measured))
    fitted = {id(case): scores for case, scores in left_out}
    table = {
        "cosine": _quality(measured, lambda case: case.evidence[:, COSINE]),
        "bm25": _quality(measured, lambda case: case.evidence[:, COVERAGE]),
        "reciprocal rank": _quality(measured, _reciprocal),
    }
    best = _quality(measured, lambda case: fitted[id(case)])
    return {**table, "fitted": Quality(**{**vars(best), "decided": _decided(left_out, threshold)})}


def _regression(model: str, measured: Sequence[Case], fitted_on: str) -> Calibration:
    """Weights from all candidates; then scale and bias from the best of each question.

    The second step makes the score of a first hit the share of such hits that are right, when as many
    questions can be answered as cannot.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    values = np.vstack([case.evidence for case in measured])
    right = np.concatenate([case.right for case in measured])
    scaler = StandardScaler().fit(values)
    weights = never_negative(scaler.transform(values), right)[0] / scaler.scale_
    some = [case for case in measured if len(case.right)]
    bests = [_best(case, weights) for case in some]
    totals = np.array([[total] for total, _ in bests])
    asked = np.array([bool(case.question.answers) for case in some])
    evenly = np.where(asked, 0.5 / max(asked.sum(), 1), 0.5 / max((~asked).sum(), 1)) * len(some)
    second = LogisticRegression(C=100, max_iter=1000).fit(totals, [flag for _, flag in bests], evenly)
    scale = float(second.coef_[0][0])
    rounded = tuple(round(float(weight) * scale, 4) for weight in weights)
    return Calibration(model, rounded, round(float(second.intercept_[0]), 4), 0.5, fitted_on)


def _best(case: Case, weights: Scores) -> tuple[float, bool]:
    totals = case.evidence @ weights
    best = int(totals.argmax())
    return float(totals[best]), bool(case.right[best])


def _left_out(model: str, measured: Sequence[Case]) -> list[tuple[Case, Scores]]:
    """Each question scored by a regression that has not seen it."""
    scored: list[tuple[Case, Scores]] = []
    for fold in range(_FOLDS):
        seen = [case for number, case in enumerate(measured) if number % _FOLDS != fold]
        calibration = _regression(model, seen, "")
        scored += [(case, calibration.scores(case.evidence)) for case in measured[fold::_FOLDS]]
    return scored


def _decided(scored: Sequence[tuple[Case, Scores]], threshold: float) -> float:
    """Mean of two shares: answerable questions answered rightly, others refused."""
    answered = [_first_right(case, scores, threshold) for case, scores in scored if case.question.answers]
    refused = [not (scores >= threshold).any() for case, scores in scored if not case.question.answers]
    return float(np.mean(answered) + np.mean(refused)) / 2


def _first_right(case: Case, scores: Scores, threshold: float) -> bool:
    return len(scores) > 0 and scores.max() >= threshold and bool(case.right[scores.argmax()])


def _quality(measured: Sequence[Case], rank: Rank) -> Quality:
    ranks = [_rank_of_answer(case, rank(case)) for case in measured if case.question.answers]
    found = np.array(ranks, dtype=np.float64)
    return Quality(
        first=float(np.mean(found == 1)),
        in_five=float(np.mean(found <= 5)),
        reciprocal_rank=float(np.mean(1 / found)),
    )


def _rank_of_answer(case: Case, scores: Scores) -> float:
    places = _places(scores)[case.right]
    return float(places.min(initial=np.inf))


def _reciprocal(case: Case) -> Scores:
    cosine, coverage = (_places(case.evidence[:, column]) for column in (COSINE, COVERAGE))
    fused: Scores = 1 / (_RANK_CONSTANT + cosine) + 1 / (_RANK_CONSTANT + coverage)
    return fused


def _places(values: Scores) -> Scores:
    """1 for the highest value, 2 for the next …"""
    places = np.empty(len(values))
    places[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
    return places
