"""Questions with known answers, and what the index finds for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from tqdm import tqdm

from kb.embedding.encoder import Encoder
from kb.index.score import FEATURES, Evidence
from kb.index.snapshot import Snapshot
from kb.index.tokens import normalised

COSINE, COVERAGE, NAME = (FEATURES.index(name) for name in ("cosine", "coverage", "name"))
_CANDIDATES = 30  # per question, the best by cosine and by coverage
_FOR_AGENTS = {"script"}  # not what a customer's question is answered with


@dataclass(frozen=True)
class Question:
    """A text and the ids of all that answers it; none = the knowledge base has no answer."""

    text: str
    answers: frozenset[str]


@dataclass(frozen=True)
class Case:
    """A question with its candidates: a row of evidence for each, and whether it is an answer."""

    question: Question
    evidence: Evidence
    right: npt.NDArray[np.bool_]


def read_questions(path: Path) -> list[Question]:
    """YAML ``questions: [{text, answers: [id]}]``; ValueError when it is something else."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return [Question(str(one["text"]), frozenset(one["answers"])) for one in raw["questions"]]
    except (TypeError, KeyError) as error:
        raise ValueError(f"{path}: needs questions: [{{text, answers: [id]}}]") from error


def cases(snapshot: Snapshot, encoder: Encoder, questions: Sequence[Question]) -> list[Case]:
    """What the index finds for each question. ValueError when an answer is not in it."""
    known = {document.id for document in snapshot.documents}
    missing = sorted({answer for question in questions for answer in question.answers} - known)
    if missing:
        raise ValueError(f"answers that are not in the index: {', '.join(missing)}")
    return [_case(snapshot, encoder, question) for question in tqdm(questions, unit="question")]


def _case(snapshot: Snapshot, encoder: Encoder, question: Question) -> Case:
    text = normalised(question.text)
    kinds = {document.kind for document in snapshot.documents} - _FOR_AGENTS
    numbers, evidence = snapshot.candidates(text, encoder.query(text), kinds)
    near, covering = (np.argsort(-evidence[:, column])[:_CANDIDATES] for column in (COSINE, COVERAGE))
    rows = sorted({*near.tolist(), *covering.tolist(), *np.flatnonzero(evidence[:, NAME]).tolist()})
    right = [snapshot.documents[numbers[row]].id in question.answers for row in rows]
    return Case(question, evidence[rows], np.array(right, dtype=np.bool_))
