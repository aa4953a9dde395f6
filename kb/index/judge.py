"""Whether the best of what was found answers the question at all.

Ranking asks which document is nearer than the others; judging asks whether the nearest is near enough.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb.index.score import FEATURES

# What speaks for the best document: its evidence, and five more. More is always better.
# lead   log-odds by which it was ranked before the next
# vote   share of the five texts nearest in meaning that can be answered, the nearer the weightier
# gap    cosine of the best passage less that of the nearest question that nothing answers
# met    rarity of the question's terms that the document has, 0..1 of all
# known  minus the number of the question's words that no document has
SIGNS = (*FEATURES, "lead", "vote", "gap", "met", "known")
Signs = npt.NDArray[np.float64]

_FOLDER = Path(__file__).parent / "calibrations"


@dataclass(frozen=True)
class Judge:
    """A logistic regression over ``SIGNS``: data, fitted by ``python -m kb calibrate``.

    ``decoys`` are questions that nothing answers; what is nearer to them than to an answer is none.
    """

    model: str
    weights: tuple[float, ...]
    bias: float
    threshold: float  # an answer below it is no answer
    decoys: tuple[str, ...]
    fitted_on: str

    def probability(self, signs: Signs) -> float:
        """That the document answers the question, 0..1."""
        total = float(np.clip(signs @ np.array(self.weights) + self.bias, -500, 500))
        return 1 / (1 + float(np.exp(-total)))

    def text(self) -> str:
        """The parameters as JSON; the same ones give the same text."""
        raw = {**asdict(self), "weights": dict(zip(SIGNS, self.weights, strict=True))}
        return json.dumps(raw, ensure_ascii=False, indent=1) + "\n"


def judge_path(model: str) -> Path:
    """Where the judge of a model stands."""
    return _FOLDER / f"{model.replace('/', '_')}_judge.json"


def load_judge(path: Path) -> Judge | None:
    """The judge that ``Judge.text`` wrote; none if there is none: then the ranking judges alone."""
    if not path.exists():
        return None
    raw = json.loads(path.read_text(encoding="utf-8"))
    weights = tuple(raw["weights"][name] for name in SIGNS)
    return Judge(**{**raw, "weights": weights, "decoys": tuple(raw["decoys"])})
