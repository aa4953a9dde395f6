"""Logistic regression on a sentence embedding beside n-grams."""

from dataclasses import dataclass

import numpy as np

from bot.nlu.ngrams import Vocabulary, learn, weigh, weigh_all
from bot.nlu.regression import Floats, Inputs, fit

_EMBEDDING_WEIGHT = 1.2


@dataclass(frozen=True)
class LinearModel:
    """``weights`` has a row per input (embedding first, then n-grams) and a column per label."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    centre: Floats
    spread: Floats
    weights: Floats
    bias: Floats

    def logits(self, text: str, vector: Floats) -> Floats:
        """One per label for a folded text and its embedding."""
        columns, weighed = weigh(text, self.vocabulary)
        size = len(self.centre)
        logits = (vector - self.centre) * self.spread @ self.weights[:size] + self.bias
        result: Floats = logits + weighed @ self.weights[[size + column for column in columns]]
        return result


def train(texts: list[str], vectors: Floats, labels: list[str]) -> LinearModel:
    """Fit on folded texts, their embeddings and labels."""
    vocabulary = learn(texts)
    centre, deviation = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    spread = (_EMBEDDING_WEIGHT / np.sqrt(vectors.shape[1]) / deviation).astype(np.float32)
    inputs = Inputs((vectors - centre) * spread, weigh_all(texts, vocabulary))
    names = sorted(set(labels))
    wanted = np.array([names.index(label) for label in labels])
    weights, bias = fit(inputs, wanted, len(names))
    return LinearModel(tuple(names), vocabulary, centre, spread, weights, bias)
