"""The intent model: logistic regression on a sentence embedding beside character n-grams.

Confidences are calibrated by one temperature, fitted on predictions for examples that the fitting
folds had not seen. Stored as NumPy arrays and JSON.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.char_ngrams import Vocabulary, learn, weigh

Floats = npt.NDArray[np.float32]
_EMBEDDING_WEIGHT = 1.2
_INVERSE_PENALTY = 30.0
_FOLDS = 3


@dataclass(frozen=True)
class LinearModel:
    """``weights`` has a row per input (embedding first, then n-grams) and a column per label."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    centre: Floats
    spread: Floats
    weights: Floats
    bias: Floats
    temperature: float

    def probabilities(self, text: str, vector: Floats) -> Floats:
        """One calibrated probability per label for a folded text and its embedding."""
        columns, weighed = weigh(text, self.vocabulary)
        size = len(self.centre)
        logits = (vector - self.centre) * self.spread @ self.weights[:size] + self.bias
        logits = logits + weighed @ self.weights[[size + column for column in columns]]
        return softmax(logits / self.temperature)


def softmax(logits: Floats) -> Floats:
    """Along the last axis."""
    exponents = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Floats = exponents / exponents.sum(axis=-1, keepdims=True)
    return result


def train(texts: list[str], vectors: Floats, labels: list[str]) -> LinearModel:
    """Fit on folded texts, their embeddings and labels."""
    from scipy.sparse import csr_matrix, hstack

    vocabulary = learn(texts)
    centre, deviation = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    spread = (_EMBEDDING_WEIGHT / np.sqrt(vectors.shape[1]) / deviation).astype(np.float32)
    rows = [weigh(text, vocabulary) for text in texts]
    grams = csr_matrix(
        (
            np.concatenate([weights for _columns, weights in rows]),
            np.concatenate([columns for columns, _weights in rows]).astype(np.int32),
            np.cumsum([0, *(len(columns) for columns, _weights in rows)]),
        ),
        shape=(len(texts), len(vocabulary.columns)),
    )
    inputs = hstack([csr_matrix((vectors - centre) * spread), grams]).tocsr()
    names = sorted(set(labels))
    wanted = np.array([names.index(label) for label in labels])
    weights, bias = _fit(inputs, wanted, len(names))
    temperature = _temperature(inputs, wanted, len(names))
    return LinearModel(tuple(names), vocabulary, centre, spread, weights, bias, temperature)


def _fit(inputs: object, wanted: npt.NDArray[np.int64], count: int) -> tuple[Floats, Floats]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=300, class_weight="balanced", tol=1e-3)
    model.fit(inputs, wanted)
    weights, bias = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
    if count == 2:  # scikit-learn gives one column for two labels
        weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    return weights, bias


def _temperature(inputs: object, wanted: npt.NDArray[np.int64], count: int) -> float:
    """The temperature with the best likelihood of held-out examples; 1 if a label has too few."""
    from scipy.optimize import minimize_scalar
    from sklearn.model_selection import StratifiedKFold

    if np.bincount(wanted).min() < _FOLDS:
        return 1.0
    logits = np.zeros((len(wanted), count), dtype=np.float32)
    for seen, held in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(wanted, wanted):
        weights, bias = _fit(inputs[seen], wanted[seen], count)  # type: ignore[index]
        logits[held] = inputs[held] @ weights + bias  # type: ignore[index]
    rows = np.arange(len(wanted))

    def loss(temperature: float) -> float:
        return -float(np.log(softmax(logits / temperature)[rows, wanted] + 1e-12).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 10.0), method="bounded").x)


def save(model: LinearModel, folder: Path) -> None:
    """Write ``model.npz`` and ``model.json`` into the folder."""
    arrays = {"centre": model.centre, "spread": model.spread, "weights": model.weights, "bias": model.bias}
    np.savez(folder / "model.npz", idf=model.vocabulary.idf, **arrays)
    words = {"labels": model.labels, "ngrams": list(model.vocabulary.columns), "temperature": model.temperature}
    (folder / "model.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> LinearModel:
    """Read what ``save`` wrote."""
    words = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    with np.load(folder / "model.npz", allow_pickle=False) as arrays:
        columns = {gram: column for column, gram in enumerate(words["ngrams"])}
        return LinearModel(
            labels=tuple(words["labels"]),
            vocabulary=Vocabulary(columns, arrays["idf"]),
            centre=arrays["centre"],
            spread=arrays["spread"],
            weights=arrays["weights"],
            bias=arrays["bias"],
            temperature=words["temperature"],
        )
