"""From what was measured of a candidate to the probability that it answers the question."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FEATURES = ("cosine", "lift", "coverage", "name", "lead")
_FOLDER = Path(__file__).parent / "calibrations"


class CalibrationError(Exception):
    """There are no parameters for the model in use; the message says how to fit them."""


@dataclass(frozen=True)
class Evidence:
    """cosine: of the best passage; lift: that cosine in standard deviations above an ordinary one;
    coverage: of the question's words; name: likeness of a name in the question; lead: how far the best
    cosine of all candidates is ahead of the tenth, which is the same for all candidates of a question."""

    cosine: float
    lift: float
    coverage: float
    name: float
    lead: float

    def values(self) -> tuple[float, ...]:
        return self.cosine, self.lift, self.coverage, self.name, self.lead


@dataclass(frozen=True)
class Calibration:
    """A logistic regression: data, fitted by ``python -m kb calibrate``."""

    model: str
    weights: tuple[float, ...]
    bias: float
    threshold: float  # an answer below it is no answer
    fitted_on: str

    def score(self, evidence: Evidence) -> float:
        """The probability, 0..1."""
        values = evidence.values()
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-total)) if total > -700 else 0.0

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
        raise CalibrationError(
            f"no calibration for the model {model}: run python -m kb calibrate --model {model}"
        )
    raw = json.loads(path.read_text(encoding="utf-8"))
    weights: Sequence[float] = [raw["weights"][name] for name in FEATURES]
    return Calibration(raw["model"], tuple(weights), raw["bias"], raw["threshold"], raw["fitted_on"])
