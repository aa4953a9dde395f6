"""Questions put to indexes that know few ways to ask, and the judge fitted to what came of it.

Customers ask in ways that nobody has written down. So the questions are tried where every document has lost
two of three of its ways to ask: there answerable questions look as unlike their answers as in life.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kb.embedding.cache import embed
from kb.embedding.encoder import Encoder, Vectors
from kb.index.build import build_index
from kb.index.cases import Question
from kb.index.document import Document
from kb.index.judge import Judge, Signs
from kb.index.regression import never_negative
from kb.index.snapshot import Snapshot
from kb.index.store import version_folder
from kb.index.tokens import normalised

_PARTS = 3  # of the ways to ask, each kept once
_FOLDS = 5
_ASKED_OF_US = 0.75  # of customers' questions, that have an answer
_WRONG = 0.03  # of all questions may get a wrong answer


@dataclass(frozen=True)
class Trials:
    """One row per question and thinned index: the signs of the first hit, and what is true of it."""

    signs: Signs
    question: npt.NDArray[np.int32]  # its number
    answerable: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]  # the first hit is an answer


def tried(index: Path, snapshot: Snapshot, encoder: Encoder, questions: Sequence[Question]) -> Trials:
    """Every question among the answers of each thinned index of the snapshot's documents."""
    decoys = [number for number, question in enumerate(questions) if not question.answers]
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(index / "embeddings.sqlite", folder)
        texts = [questions[number].text for number in decoys]
        known = embed(encoder, texts, folder / "embeddings.sqlite")
        vectors = [encoder.query(normalised(question.text)) for question in questions]
        for thin in _thinned(folder, snapshot, encoder):
            for number, question in enumerate(questions):
                others = known[np.array(decoys) != number]  # it is no decoy of its own
                if (found := _first(thin, question, vectors[number], others)) is not None:
                    rows.append((found[0], number, bool(question.answers), found[1]))
    signs, numbers, answerable, right = zip(*rows, strict=True)
    return Trials(np.array(signs), np.array(numbers, np.int32), np.array(answerable), np.array(right))


def _first(
    snapshot: Snapshot, question: Question, vector: Vectors, decoys: Vectors
) -> tuple[Signs, bool] | None:
    text = normalised(question.text)
    numbers, evidence = snapshot.candidates(text, vector, ["faq"])
    if not numbers:
        return None
    scores = snapshot.calibration.scores(evidence)
    best = int(scores.argmax())
    signs = snapshot.grounds.signs(
        text, numbers[best], evidence, scores, np.asarray(decoys @ vector, np.float64)
    )
    return signs, snapshot.documents[numbers[best]].id in question.answers


def _thinned(folder: Path, snapshot: Snapshot, encoder: Encoder) -> Iterator[Snapshot]:
    for part in range(_PARTS):
        documents = [_thin(document, part) for document in snapshot.documents]
        version = build_index(documents, folder, encoder, snapshot.words, snapshot.calibration)
        yield Snapshot(version_folder(folder, version))


def _thin(document: Document, part: int) -> Document:
    """An answer with its title and one part of the other ways to ask for it."""
    if document.kind != "faq":
        return document
    first = crc32(document.id.encode())
    kept = [
        text for place, text in enumerate(document.passages) if not place or (place + first) % _PARTS == part
    ]
    return replace(document, passages=tuple(kept))


def fit_judge(model: str, trials: Trials, questions: Sequence[Question]) -> Judge:
    """Weights from all trials; a threshold from trials scored without their question."""
    weights, bias = _weights(trials, np.ones(len(trials.question), np.bool_))
    unanswered = tuple(question.text for question in questions if not question.answers)
    rounded = tuple(round(float(weight), 4) for weight in weights)
    threshold = round(_threshold(trials, left_out(trials)), 2)
    return Judge(model, rounded, round(bias, 4), threshold, unanswered, f"{len(questions)} questions")


def left_out(trials: Trials) -> npt.NDArray[np.float64]:
    """The probability of each trial, from weights fitted without its question."""
    found = np.empty(len(trials.question))
    for fold in range(_FOLDS):
        held = trials.question % _FOLDS == fold
        weights, bias = _weights(trials, ~held)
        found[held] = 1 / (1 + np.exp(-(trials.signs[held] @ weights + bias)))
    return found


def _weights(trials: Trials, chosen: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.float64], float]:
    """None below 0. Answerable or not is what is learnt; both count as much as customers ask them."""
    signs, answerable = trials.signs[chosen], trials.answerable[chosen]
    centre, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    weights, bias = never_negative((signs - centre) / spread, answerable, _shares(answerable))
    weights = weights / spread
    return weights, bias - float(centre @ weights)


def _shares(answerable: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """How much each trial counts; their mean is 1."""
    known, count = max(int(answerable.sum()), 1), len(answerable)
    unknown = max(count - known, 1)
    shares = np.where(answerable, _ASKED_OF_US * count / known, (1 - _ASKED_OF_US) * count / unknown)
    return shares.astype(np.float64)


def _threshold(trials: Trials, found: npt.NDArray[np.float64]) -> float:
    """The lowest at which no more than ``_WRONG`` of all questions get a wrong answer."""
    order = np.argsort(-found)
    wrong = np.cumsum((_shares(trials.answerable) * ~trials.right)[order]) / len(found)
    allowed = int((wrong <= _WRONG).sum())
    return float(np.clip(found[order[min(allowed, len(order) - 1)]], 0.05, 0.95))
