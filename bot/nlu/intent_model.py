"""The intent model: the linear model's probabilities mixed with the labels of the nearest examples.

Stored as NumPy arrays and JSON. Why these parts and this mixture: docs/nlu.md.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu import linear_model, neighbours
from bot.nlu.char_ngrams import Vocabulary
from bot.nlu.linear_model import LinearModel
from bot.nlu.neighbours import Neighbours
from bot.nlu.regression import Floats

_NEIGHBOURS_SHARE = np.float32(0.3)


@dataclass(frozen=True)
class IntentModel:
    """Both parts were trained on the same examples; labels are those of ``linear``."""

    linear: LinearModel
    neighbours: Neighbours

    @property
    def labels(self) -> tuple[str, ...]:
        """The intents, in the order of the probabilities."""
        return self.linear.labels

    def probabilities(self, text: str, vector: Floats) -> Floats:
        """One probability per label for a folded text and its embedding."""
        near = self.neighbours.shares(vector, len(self.labels))
        result: Floats = near * _NEIGHBOURS_SHARE
        result += self.linear.probabilities(text, vector) * (1 - _NEIGHBOURS_SHARE)
        return result


def train(texts: list[str], vectors: Floats, labels: list[str]) -> IntentModel:
    """Fit on folded texts, their embeddings and labels."""
    linear = linear_model.train(texts, vectors, labels)
    numbers = np.array([linear.labels.index(label) for label in labels])
    return IntentModel(linear, neighbours.remember(vectors, numbers))


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
    words = {"labels": linear.labels, "ngrams": grams, "temperature": linear.temperature}
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
            temperature=words["temperature"],
        )
        near = Neighbours(arrays["near_centre"], arrays["near_directions"], arrays["near_labels"])
    return IntentModel(linear, near)
