"""Logistic regression on a sentence embedding beside character n-grams.

Confidences are calibrated by one temperature, fitted on examples that were held out of fitting.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from bot.nlu.char_ngrams import Vocabulary, learn, weigh, weigh_all
from bot.nlu.regression import Floats, Inputs, fit, softmax

_EMBEDDING_WEIGHT = 1.2
_HELD_OUT = 5


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
        return softmax((logits / self.temperature).astype(np.float32))


def train(texts: list[str], vectors: Floats, labels: list[str]) -> LinearModel:
    """Fit on folded texts, their embeddings and labels."""
    vocabulary = learn(texts)
    centre, deviation = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    spread = (_EMBEDDING_WEIGHT / np.sqrt(vectors.shape[1]) / deviation).astype(np.float32)
    inputs = Inputs((vectors - centre) * spread, weigh_all(texts, vocabulary))
    names = sorted(set(labels))
    wanted = np.array([names.index(label) for label in labels])
    weights, bias = fit(inputs, wanted, len(names))
    temperature = _temperature(inputs, wanted, len(names))
    return LinearModel(tuple(names), vocabulary, centre, spread, weights, bias, temperature)


def _temperature(inputs: Inputs, wanted: npt.NDArray[np.int64], count: int) -> float:
    """The temperature with the best likelihood of one in ``_HELD_OUT`` examples, kept out of fitting."""
    held = np.random.default_rng(0).permutation(len(wanted)) % _HELD_OUT == 0
    weights, bias = fit(inputs.rows(~held), wanted[~held], count)
    logits, right = inputs.rows(held).times(weights) + bias, wanted[held]
    rows = np.arange(len(right))

    def loss(temperature: float) -> float:
        return -float(np.log(softmax(logits / temperature)[rows, right] + 1e-12).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 10.0), method="bounded").x)
