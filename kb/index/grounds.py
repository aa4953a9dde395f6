"""What speaks for a found document as an answer, beyond what ranked it: the signs that a judge weighs."""

from collections.abc import Collection, Sequence
from functools import lru_cache

import numpy as np

from kb.index.document import Document
from kb.index.judge import Signs
from kb.index.score import FEATURES, Evidence
from kb.index.tokens import Tokenizer
from kb.index.vectors import Cosines
from kb.index.words import WordIndex

_VOTERS = 5
_FAR = 8.0  # a longer lead is no surer
_SHARPNESS = 30.0  # of the vote: a cosine nearer by 0.03 counts two and a half times
_COSINE = FEATURES.index("cosine")


class Grounds:
    """Terms of documents are cut once and kept."""

    def __init__(
        self,
        documents: Sequence[Document],
        tokenizer: Tokenizer,
        passages: WordIndex,
        others: Sequence[WordIndex],
    ) -> None:
        """``passages`` knows how rare a term is; a word that neither it nor ``others`` have is unknown."""
        self._documents = documents
        self._tokenizer = tokenizer
        self._passages = passages
        self._others = others
        self._terms_of = lru_cache(maxsize=4096)(self._all_terms)

    def signs(
        self, question: str, number: int, evidence: Evidence, scores: Evidence, decoys: Cosines
    ) -> Signs:
        """A row of ``SIGNS`` for document ``number``, the row of evidence with the highest score.

        ``decoys`` are the question's cosines with the questions that nothing answers.
        """
        own = evidence[int(scores.argmax())]
        asked = frozenset(self._tokenizer.terms(question))
        more = (
            _lead(scores),
            _vote(evidence[:, _COSINE], decoys),
            own[_COSINE] - float(decoys.max(initial=0)),
            self._part(asked, self._terms_of(number)),
            -self._unknown(question),
        )
        return np.append(own, more)

    def _part(self, terms: Collection[str], present: Collection[str]) -> float:
        """How much of the terms is present, each as heavy as it is rare; 1 if there are none."""
        rarity = self._passages.rarity(sorted(terms))
        here = np.array([term in present for term in sorted(terms)], dtype=np.bool_)
        return float(rarity[here].sum() / rarity.sum()) if rarity.sum() > 0 else 1.0

    def _unknown(self, question: str) -> int:
        words = set(self._tokenizer.words(question))
        return sum(not any(index.knows(word) for index in (self._passages, *self._others)) for word in words)

    def _all_terms(self, number: int) -> frozenset[str]:
        document = self._documents[number]
        return frozenset(
            self._tokenizer.terms("\n".join([*document.names, *document.passages, document.text]))
        )


def _lead(scores: Evidence) -> float:
    """Log-odds of the highest score less those of the next."""
    sure = np.clip(np.sort(scores)[-2:], 1e-9, 1 - 1e-9)
    odds = np.log(sure / (1 - sure))
    return float(min(odds[-1] - odds[0], _FAR)) if len(odds) == 2 else _FAR


def _vote(answers: Cosines, decoys: Cosines) -> float:
    """Of the five nearest of both, the share that are answers."""
    near = np.sort(answers)[-_VOTERS:]
    far = np.sort(decoys)[-_VOTERS:]
    cosines = np.concatenate([near, far])
    chosen = np.argsort(-cosines, kind="stable")[:_VOTERS]
    weights = np.exp(_SHARPNESS * (cosines[chosen] - cosines[chosen[0]]))
    return float(weights[chosen < len(near)].sum() / weights.sum())
