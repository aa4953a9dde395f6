"""TF-IDF of character 1- and 2-grams, numbers made equal."""

import math
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Vocabulary:
    """Each n-gram's column, and its inverse document frequency by column."""

    columns: dict[str, int]
    idf: npt.NDArray[np.float32]


def grams(text: str) -> Counter[str]:
    """N-grams of a folded text with their counts."""
    text = _NUMBER.sub("0", text)
    return Counter([*text, *(text[at : at + 2] for at in range(len(text) - 1))])


def learn(texts: list[str]) -> Vocabulary:
    """All n-grams of the texts, in alphabetical order."""
    documents = Counter(gram for text in texts for gram in grams(text))
    columns = {gram: column for column, gram in enumerate(sorted(documents))}
    idf = [math.log((1 + len(texts)) / (1 + documents[gram])) + 1 for gram in columns]
    return Vocabulary(columns, np.array(idf, dtype=np.float32))


def weigh(text: str, vocabulary: Vocabulary) -> tuple[list[int], npt.NDArray[np.float32]]:
    """Columns and weights of a text, of length 1; sublinear in the counts."""
    counts = {
        vocabulary.columns[gram]: count for gram, count in grams(text).items() if gram in vocabulary.columns
    }
    columns = sorted(counts)
    weights = np.array([1 + math.log(counts[column]) for column in columns], dtype=np.float32)
    weights *= vocabulary.idf[columns]
    return columns, weights / (float(np.linalg.norm(weights)) or 1.0)


def weigh_all(texts: list[str], vocabulary: Vocabulary) -> csr_matrix:
    """The weights of many texts, one row each."""
    rows = [weigh(text, vocabulary) for text in texts]
    ends = np.cumsum([0, *(len(columns) for columns, _weights in rows)])
    columns = np.concatenate([columns for columns, _weights in rows]).astype(np.int32)
    weights = np.concatenate([weights for _columns, weights in rows])
    return csr_matrix((weights, columns, ends), shape=(len(texts), len(vocabulary.columns)))
