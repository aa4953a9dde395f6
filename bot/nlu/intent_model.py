"""The intent model: a linear model and the labels of the nearest examples, stacked.

Both give a probability per label; their logarithms are added with two weights, which are fitted on examples
that neither had seen: this mixes and calibrates in one step (a logarithmic opinion pool). Stored as NumPy
arrays and JSON. Why these parts: docs/nlu.md.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.nlu import linear_model, neighbours
from bot.nlu.linear_model import LinearModel
from bot.nlu.neighbours import Neighbours
from bot.nlu.ngrams import Vocabulary
from bot.nlu.regression import Floats, softmax

_FLOOR = np.float32(0.02)  # a label that no neighbour has is not impossible
_HELD_OUT = 5  # one example in so many is kept for fitting the shares
_START = (0.75, 0.5)


@dataclass(frozen=True)
class IntentModel:
    """Both parts were trained on the same examples; labels are those of ``linear``."""

    linear: LinearModel
    neighbours: Neighbours
    shares: tuple[float, float]

    @property
    def labels(self) -> tuple[str, ...]:
        """The intents, in the order of the probabilities."""
        return self.linear.labels

    def probabilities(self, text: str, vector: Floats) -> Floats:
        """One calibrated probability per label for a folded text and its embedding."""
        return _pool(*_logarithms(self.linear, self.neighbours, text, vector), self.shares)


def train(texts: list[str], vectors: Floats, labels: list[str]) -> IntentModel:
    """Fit on folded texts, their embeddings and labels."""
    held = np.random.default_rng(0).permutation(len(texts)) % _HELD_OUT == 0
    shares = _fit_shares(texts, vectors, labels, held)
    return IntentModel(*_parts(texts, vectors, labels), shares)


def _parts(texts: list[str], vectors: Floats, labels: list[str]) -> tuple[LinearModel, Neighbours]:
    linear = linear_model.train(texts, vectors, labels)
    numbers = np.array([linear.labels.index(label) for label in labels])
    return linear, neighbours.remember(vectors, numbers)


def _logarithms(linear: LinearModel, near: Neighbours, text: str, vector: Floats) -> tuple[Floats, Floats]:
    """What either part says, as logarithms up to a constant."""
    votes: Floats = np.log(near.shares(vector, len(linear.labels)) + _FLOOR)
    return linear.logits(text, vector), votes


def _pool(logits: Floats, votes: Floats, shares: tuple[float, float]) -> Floats:
    return softmax((shares[0] * logits + shares[1] * votes).astype(np.float32))


def _fit_shares(
    texts: list[str], vectors: Floats, labels: list[str], held: npt.NDArray[np.bool_]
) -> tuple[float, float]:
    """The weights of both parts under which the held-out examples are most probable."""
    seen, kept = np.flatnonzero(~held), np.flatnonzero(held)
    linear, near = _parts([texts[row] for row in seen], vectors[seen], [labels[row] for row in seen])
    kept = np.array([row for row in kept if labels[row] in linear.labels])
    said = [_logarithms(linear, near, texts[row], vectors[row]) for row in kept]
    logits, votes = (np.array(part) for part in zip(*said, strict=True))
    right = [linear.labels.index(labels[row]) for row in kept]

    def surprise(shares: npt.NDArray[np.float64]) -> float:
        found = _pool(logits, votes, (float(shares[0]), float(shares[1])))
        return -float(np.log(found[np.arange(len(right)), right] + 1e-12).mean())

    best = minimize(surprise, _START, method="Nelder-Mead").x
    return float(best[0]), float(best[1])


def save(model: IntentModel, folder: Path) -> None:
    """Write ``model.npz`` and ``model.json`` into the folder."""
    linear, near = model.linear, model.neighbours
    np.savez(
        folder / "model.npz",
        idf=linear.vocabulary.idf,
        centre=linear.centre,
        spread=linear.spread,
        weights=linear.weights,
        bias=linear.bias,
        near_centre=near.centre,
        near_directions=near.directions,
        near_labels=near.labels,
    )
    grams = list(linear.vocabulary.columns)
    words = {"labels": linear.labels, "ngrams": grams, "shares": model.shares}
    (folder / "model.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> IntentModel:
    """Read what ``save`` wrote."""
    words = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    columns = {gram: column for column, gram in enumerate(words["ngrams"])}
    with np.load(folder / "model.npz", allow_pickle=False) as arrays:
        linear = LinearModel(
            labels=tuple(words["labels"]),
            vocabulary=Vocabulary(columns, arrays["idf"]),
            centre=arrays["centre"],
            spread=arrays["spread"],
            weights=arrays["weights"],
            bias=arrays["bias"],
        )
        near = Neighbours(arrays["near_centre"], arrays["near_directions"], arrays["near_labels"])
    return IntentModel(linear, near, (words["shares"][0], words["shares"][1]))
