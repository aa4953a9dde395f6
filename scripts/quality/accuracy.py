"""Scores of intent recognition on labelled questions."""

from collections.abc import Sequence
from dataclasses import dataclass

OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
SURE = 2  # labels that two people would agree on


@dataclass(frozen=True)
class Question:
    """A row of a file: ``line`` counts from 1 with the heading, ``labelled`` says how sure the label is."""

    line: int
    text: str
    wanted: str
    labelled: int = 3


@dataclass(frozen=True)
class Answer:
    """What was found: the intent that acts, the best guess behind it with its probability, the time."""

    question: Question
    found: str
    guess: str
    certainty: float
    seconds: float

    @property
    def wanted(self) -> str:
        """The label."""
        return self.question.wanted

    @property
    def heard(self) -> str:
        """Not understanding counts as recognising what is out of scope."""
        return OUT_OF_SCOPE if self.found == FALLBACK else self.found

    @property
    def right(self) -> bool:
        """Whether it is what was wanted."""
        return self.heard == self.wanted


@dataclass(frozen=True)
class Tally:
    """How one intent fared: how often it was asked for, named, and both."""

    intent: str
    asked: int
    named: int
    hits: int

    @property
    def recall(self) -> float:
        """The share of its questions that were recognised."""
        return self.hits / self.asked if self.asked else 0.0

    @property
    def precision(self) -> float:
        """The share of right ones among those named so."""
        return self.hits / self.named if self.named else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.hits / (self.asked + self.named) if self.asked + self.named else 0.0


def sure(answers: Sequence[Answer]) -> list[Answer]:
    """Those whose label two people would agree on."""
    return [answer for answer in answers if answer.question.labelled >= SURE]


def tallies(answers: Sequence[Answer]) -> list[Tally]:
    """One for each intent that was asked for, by name."""
    return [
        Tally(
            intent,
            asked=sum(answer.wanted == intent for answer in answers),
            named=sum(answer.heard == intent for answer in answers),
            hits=sum(answer.wanted == intent and answer.right for answer in answers),
        )
        for intent in sorted({answer.wanted for answer in answers})
    ]


def macro_f1(answers: Sequence[Answer]) -> float:
    """F1 of each intent that was asked for, every intent counting the same."""
    found = [tally.f1 for tally in tallies(answers)]
    return sum(found) / len(found) if found else 0.0


def out_of_scope(answers: Sequence[Answer]) -> float:
    """The share of what is out of scope that was recognised as such."""
    return share_right([answer for answer in answers if answer.wanted == OUT_OF_SCOPE])


def false_fallback(answers: Sequence[Answer]) -> float:
    """The share of questions in scope that were not understood at all."""
    inside = [answer for answer in answers if answer.wanted != OUT_OF_SCOPE]
    return sum(answer.found == FALLBACK for answer in inside) / len(inside) if inside else 0.0


def share_right(answers: Sequence[Answer]) -> float:
    """0 for none."""
    return sum(answer.right for answer in answers) / len(answers) if answers else 0.0


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that ``share`` of an ordered series do not exceed; 0 for an empty one."""
    if not ordered:
        return 0.0
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]
