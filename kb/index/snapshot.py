"""One version of the index in memory, and a search in it."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from kb.embedding.encoder import Vectors
from kb.index.document import Document, document_of
from kb.index.filters import allowed
from kb.index.grounds import Grounds
from kb.index.judge import load_judge
from kb.index.names import Mention, NameIndex, folded, named_in_full
from kb.index.score import FEATURES, Calibration, Evidence, load_calibration
from kb.index.tokens import Tokenizer
from kb.index.vectors import Mask, VectorIndex
from kb.index.words import Scores, WordIndex

_BY_WORDS = 50  # candidates from BM25


@dataclass(frozen=True)
class Manifest:
    """What a version was made of and with."""

    version: str
    model: str
    documents: int
    passages: int
    format: int


class Snapshot:
    """Everything is read into memory, so the folder may vanish afterwards."""

    def __init__(self, folder: Path, calibration: Calibration | None = None) -> None:
        self.manifest = Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
        lines = (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()
        self.documents = [document_of(line) for line in lines]
        self.calibration = calibration or load_calibration(self.manifest.model, folder / "calibration.json")
        self.words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
        self._tokenizer = Tokenizer(self.words)
        self._asked, self._said, self._passages = (
            WordIndex.load(folder / "words" / name) for name in ("asked", "said", "passages")
        )
        self._vectors = VectorIndex.load(folder)
        self._names = NameIndex([document.names for document in self.documents])
        self._mask = lru_cache(maxsize=256)(self._mask_of)
        self._judge = load_judge(folder / "judge.json")
        self._decoys = np.load(folder / "decoys.npy", allow_pickle=False) if self._judge else np.zeros(0)
        self.grounds = Grounds(self.documents, self._tokenizer, self._passages, (self._asked, self._said))

    @property
    def threshold(self) -> float:
        """A first hit with a lower score is no answer."""
        return (self._judge or self.calibration).threshold

    def search(
        self,
        question: str,
        vector: Vectors,
        k: int,
        kinds: Collection[str] | None = None,
        filters: Mapping[str, Any] | None = None,
    ) -> list[tuple[Document, float]]:
        """The k likeliest documents with their probability, likeliest first.

        The judge says how likely the first is an answer; the others keep their distance from it.
        """
        numbers, evidence = self.candidates(question, vector, kinds, filters)
        scores = self.calibration.scores(evidence)
        order = np.lexsort((np.array(numbers), -scores))[:k]
        if self._judge and len(order):
            best = int(order[0])
            cosines = np.asarray(self._decoys @ vector, np.float64)
            signs = self.grounds.signs(question, numbers[best], evidence, scores, cosines)
            scores = scores * (self._judge.probability(signs) / scores[best])
        return [(self.documents[numbers[place]], float(scores[place])) for place in order]

    def candidates(
        self,
        question: str,
        vector: Vectors,
        kinds: Collection[str] | None = None,
        filters: Mapping[str, Any] | None = None,
    ) -> tuple[list[int], Evidence]:
        """Documents near in meaning, in words, or named, and a row of evidence for each."""
        key = json.dumps(filters, sort_keys=True, default=_plain) if filters else ""
        mask = self._mask(None if kinds is None else frozenset(kinds), key)
        if mask is not None and not mask.any():
            return [], np.zeros((0, len(FEATURES)))
        named = self._named(question, mask)
        terms = self._tokenizer.terms(named_in_full(question, named))
        coverage = self._asked.coverage(terms)
        near = self._vectors.nearest(vector, mask)
        numbers = sorted({*near, *self._by_words(coverage, mask), *named})
        return numbers, self._evidence(question, vector, numbers, named, coverage, terms)

    def _evidence(
        self,
        question: str,
        vector: Vectors,
        numbers: list[int],
        named: Mapping[int, Mention],
        coverage: Scores,
        terms: Sequence[str],
    ) -> Evidence:
        """A row of ``FEATURES`` for each document."""
        mean, deviation = self._vectors.ordinary(vector)
        cosine, support = self._vectors.closeness(vector, numbers)
        length = max(len(folded(question)), 1)
        likeness = np.array([named[n].likeness if n in named else 0.0 for n in numbers])
        share = np.array([len(named[n].name) / length if n in named else 0.0 for n in numbers])
        passage = self._vectors.best_of(self._passages.coverage(terms), numbers)
        columns = (
            cosine,
            (cosine - mean) / deviation,
            coverage[numbers],
            likeness,
            likeness * share,
            support,
            self._said.coverage(terms)[numbers],
            passage,
        )
        return np.column_stack([np.asarray(column, np.float64) for column in columns])

    def _named(self, question: str, mask: Mask | None) -> dict[int, Mention]:
        return {
            number: mention
            for mention in self._names.mentions(question)
            for number in mention.documents
            if mask is None or mask[number]
        }

    def _by_words(self, coverage: np.ndarray, mask: Mask | None) -> list[int]:
        scores = coverage if mask is None else np.where(mask, coverage, 0)
        count = min(_BY_WORDS, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        return [int(number) for number in best if scores[number] > 0]

    def _mask_of(self, kinds: frozenset[str] | None, filters: str) -> Mask | None:
        return allowed(self.documents, kinds, json.loads(filters) if filters else None)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set | frozenset) else str(value)
