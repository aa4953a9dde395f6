"""From what was measured of a candidate to the probability that it answers the question."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

# The columns of a table of evidence, one row per candidate:
# cosine    of the best passage
# lift      that cosine in standard deviations above an ordinary one for this question
# coverage  of the question's terms by names and passages together, by BM25, 0..1
# name      likeness of a name of the candidate in the question, 0..1
# share     that likeness times the part of the question that is the name
# support   mean cosine of the best three passages
# said      coverage of the question's terms by the text that is shown
# passage   the highest coverage by one passage alone
FEATURES = ("cosine", "lift", "coverage", "name", "share", "support", "said", "passage")
Evidence = npt.NDArray[np.float64]

_FOLDER = Path(__file__).parent / "calibrations"


class CalibrationError(Exception):
    """There are no parameters for the model in use; the message names it."""


@dataclass(frozen=True)
class Calibration:
    """A logistic regression: data, fitted by ``python -m kb calibrate``."""

    model: str
    weights: tuple[float, ...]
    bias: float
    threshold: float  # an answer below it is no answer
    fitted_on: str

    def scores(self, evidence: Evidence) -> Evidence:
        """The probability of each row, 0..1."""
        totals = np.clip(evidence @ np.array(self.weights) + self.bias, -500, 500)
        probabilities: Evidence = 1 / (1 + np.exp(-totals))
        return probabilities

    def save(self, path: Path) -> None:
        raw = {**vars(self), "weights": dict(zip(FEATURES, self.weights, strict=True))}
        path.write_text(json.dumps(raw, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def calibration_path(model: str) -> Path:
    """Where the parameters of a model stand."""
    return _FOLDER / f"{model.replace('/', '_')}.json"


def load_calibration(model: str, path: Path | None = None) -> Calibration:
    """The parameters fitted for a model; CalibrationError if there are none."""
    path = path or calibration_path(model)
    if not path.exists():
        raise CalibrationError(f"there is no calibration for the model {model}")
    raw = json.loads(path.read_text(encoding="utf-8"))
    weights = tuple(raw["weights"][name] for name in FEATURES)
    return Calibration(raw["model"], weights, raw["bias"], raw["threshold"], raw["fitted_on"])
