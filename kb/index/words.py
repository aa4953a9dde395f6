"""BM25 over the terms of the documents, and how much of a question's terms a document covers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import bm25s
import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


class WordIndex:
    """One row per document. On disk: numpy arrays and JSON."""

    def __init__(self, model: Any) -> None:
        self._model = model
        columns = model.scores["indptr"].astype(np.int64)
        data = model.scores["data"]
        filled = columns[:-1] < columns[1:]
        held = np.diff(columns)  # rows that have the word
        rows = int(model.scores["num_docs"])
        self._rarity = np.log((1 + rows) / (1 + held))
        self._rarest = float(np.log(1 + rows))
        self._best = np.zeros(len(filled), np.float32)  # the most a word can add to any document
        if filled.any():
            self._best[filled] = np.maximum.reduceat(data, columns[:-1][filled])
        self._unknown = float(self._best.max(initial=0))

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> "WordIndex":
        """From the terms of each document; the same terms give the same bytes on disk."""
        filled = [words or [""] for words in documents]  # one without words has the empty word
        known = sorted({word for words in filled for word in words})
        vocabulary = {word: number for number, word in enumerate(known)}
        model = bm25s.BM25(method="lucene")
        ids = [[vocabulary[word] for word in words] for words in filled]
        model.index((ids, vocabulary), create_empty_token=False, show_progress=False)
        return cls(model)

    @classmethod
    def load(cls, folder: Path) -> "WordIndex":
        return cls(bm25s.BM25.load(str(folder), load_corpus=False))

    def save(self, folder: Path) -> None:
        self._model.save(str(folder), show_progress=False)

    def knows(self, word: str) -> bool:
        """Whether any document has the word."""
        return word in self._model.vocab_dict

    def rarity(self, words: Sequence[str]) -> npt.NDArray[np.float64]:
        """Inverse document frequency of each word; that of a word that no document has is the highest."""
        numbers = [self._model.vocab_dict.get(word) for word in words]
        return np.array([self._rarest if number is None else self._rarity[number] for number in numbers])

    def coverage(self, words: Sequence[str]) -> Scores:
        """Per document 0..1: its BM25 score as a part of the best that these terms could score.

        A term that no document has counts as a rare one, so a question about something else stays low.
        """
        ids = self._model.get_tokens_ids(list(dict.fromkeys(words)))
        unknown = len(set(words)) - len(ids)
        best = float(self._best[ids].sum()) + unknown * self._unknown
        scores = cast(Scores, self._model.get_scores_from_ids(ids))
        return scores / best if best > 0 else np.zeros_like(scores)
