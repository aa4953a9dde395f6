"""One version of the index in memory, and a search in it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from kb.embedding.encoder import Vectors
from kb.index.document import Document, document_of
from kb.index.filters import allowed
from kb.index.names import NameIndex
from kb.index.score import Calibration, Evidence, load_calibration
from kb.index.tokens import Tokenizer
from kb.index.vectors import Mask, VectorIndex
from kb.index.words import WordIndex

_BY_WORDS = 50  # candidates from BM25
_LEAD = 10  # the lead is measured against the candidate of this rank


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
        self._tokenizer = Tokenizer((folder / "words.txt").read_text(encoding="utf-8").split("\n"))
        self._words = WordIndex.load(folder / "words")
        self._vectors = VectorIndex.load(folder)
        self._names = NameIndex([document.names for document in self.documents])
        self._mask = lru_cache(maxsize=256)(self._mask_of)

    def search(
        self,
        question: str,
        vector: Vectors,
        k: int,
        kinds: Collection[str] | None = None,
        filters: Mapping[str, Any] | None = None,
    ) -> list[tuple[Document, float]]:
        """The k likeliest documents with their probability, likeliest first."""
        found = self.candidates(question, vector, kinds, filters)
        scored = [(self.calibration.score(evidence), number) for number, evidence in found.items()]
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        return [(self.documents[number], score) for score, number in scored[:k]]

    def candidates(
        self,
        question: str,
        vector: Vectors,
        kinds: Collection[str] | None = None,
        filters: Mapping[str, Any] | None = None,
    ) -> dict[int, Evidence]:
        """Documents near in meaning, in words, or named, and what speaks for each."""
        key = json.dumps(filters, sort_keys=True, default=_plain) if filters else ""
        mask = self._mask(None if kinds is None else frozenset(kinds), key)
        if mask is not None and not mask.any():
            return {}
        near = self._vectors.nearest(vector, mask)
        named = self._named(question)
        coverage = self._words.coverage(self._tokenizer.words(_named_in_full(question, named)))
        likeness = {number: like for number, (_, like) in named.items() if mask is None or mask[number]}
        for number in [*self._by_words(coverage, mask), *likeness]:
            if number not in near:
                near[number] = self._vectors.cosine(vector, number)
        mean, deviation = self._vectors.ordinary(vector)
        lead = _lead(list(near.values()))
        return {
            number: Evidence(
                cosine=cosine,
                lift=(cosine - mean) / deviation,
                coverage=float(coverage[number]),
                name=likeness.get(number, 0.0),
                lead=lead,
            )
            for number, cosine in near.items()
        }

    def _named(self, question: str) -> dict[int, tuple[str, float]]:
        mentions = self._names.mentions(question)
        return {
            number: (mention.name, mention.likeness) for mention in mentions for number in mention.documents
        }

    def _by_words(self, coverage: np.ndarray, mask: Mask | None) -> list[int]:
        scores = coverage if mask is None else np.where(mask, coverage, 0)
        count = min(_BY_WORDS, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        return [int(number) for number in best if scores[number] > 0]

    def _mask_of(self, kinds: frozenset[str] | None, filters: str) -> Mask | None:
        return allowed(self.documents, kinds, json.loads(filters) if filters else None)


def _named_in_full(question: str, named: Mapping[int, tuple[str, float]]) -> str:
    """A mistyped name is followed by the right one, so that its words count."""
    right = dict.fromkeys(name for name, likeness in named.values() if likeness < 1)
    return " ".join([question, *right])


def _lead(cosines: list[float]) -> float:
    ordered = sorted(cosines, reverse=True)
    return ordered[0] - ordered[min(_LEAD, len(ordered)) - 1] if ordered else 0.0


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set | frozenset) else str(value)
