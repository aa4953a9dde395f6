"""TF-IDF of 1- and 2-grams of characters and of their sounds, numbers made equal.

Homophones differ in their characters and agree in their sounds.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from bot.nlu.entities.names import sound

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SEEN = 2  # texts that an n-gram must be in
_LENGTH = np.float32(math.sqrt(2))  # of a text's weights: 1 for characters beside 1 for sounds


@dataclass(frozen=True)
class Vocabulary:
    """Each n-gram's column, and its inverse document frequency by column."""

    columns: dict[str, int]
    idf: npt.NDArray[np.float32]


def grams(text: str) -> Counter[str]:
    """N-grams of a folded text with their counts; a sound's begin with ``~``."""
    text = _NUMBER.sub("0", text)
    sounds = [f"~{sound(mark)}" for mark in text if "一" <= mark <= "鿿"]
    return Counter([*_single_and_paired(text), *_single_and_paired(sounds)])


def learn(texts: list[str]) -> Vocabulary:
    """The n-grams that are in two texts or more, in alphabetical order."""
    documents = Counter(gram for text in texts for gram in grams(text))
    columns = {
        gram: column for column, gram in enumerate(sorted(g for g in documents if documents[g] >= _SEEN))
    }
    idf = [math.log((1 + len(texts)) / (1 + documents[gram])) + 1 for gram in columns]
    return Vocabulary(columns, np.array(idf, dtype=np.float32))


def weigh(text: str, vocabulary: Vocabulary) -> tuple[list[int], npt.NDArray[np.float32]]:
    """Columns and weights of a text, of length √2; sublinear in the counts."""
    counts = {
        vocabulary.columns[gram]: count for gram, count in grams(text).items() if gram in vocabulary.columns
    }
    columns = sorted(counts)
    weights = np.array([1 + math.log(counts[column]) for column in columns], dtype=np.float32)
    weights *= vocabulary.idf[columns]
    return columns, weights * (_LENGTH / (float(np.linalg.norm(weights)) or 1.0))


def weigh_all(texts: list[str], vocabulary: Vocabulary) -> csr_matrix:
    """The weights of many texts, one row each."""
    rows = [weigh(text, vocabulary) for text in texts]
    ends = np.cumsum([0, *(len(columns) for columns, _weights in rows)])
    columns = np.concatenate([columns for columns, _weights in rows]).astype(np.int32)
    weights = np.concatenate([weights for _columns, weights in rows])
    return csr_matrix((weights, columns, ends), shape=(len(texts), len(vocabulary.columns)))


def _single_and_paired(marks: Sequence[str]) -> list[str]:
    return [*marks, *(first + second for first, second in pairwise(marks))]
