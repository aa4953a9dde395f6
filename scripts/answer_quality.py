"""How well questions find their answer in the knowledge base; part of ``make evaluate``.

Reads tab-separated ``text, id, also``: the answer that is right, others that are right too (ids, separated
by blanks, commas or bars), no id where the knowledge base has no answer. They are never learnt from.
"""

import argparse
import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.search import Searcher
from scripts.environments import ROOT

QUESTIONS = ROOT / "tests" / "data" / "quality" / "answers_blind.tsv"
BARS = {"recall@1": 0.85, "recall@5": 0.96, "answerable AUC": 0.93}
_KINDS = ("plan", "pack", "broadband", "service", "wealth", "faq")
_FOUND = 10
_RESAMPLED = 500


@dataclass(frozen=True)
class Asked:
    """A question, all that answers it, what was found best first, its score, and the decision."""

    text: str
    right: frozenset[str]
    found: tuple[str, ...]
    score: float  # of the first
    answered: bool  # the first is likely enough to be said

    @property
    def rank(self) -> float:
        """Place of the first right answer among those found, infinite when there is none."""
        return next((place for place, id in enumerate(self.found, 1) if id in self.right), float("inf"))


def answer_quality(index: Path, questions: Path = QUESTIONS) -> list[Asked]:
    """Asks every question: among answers, as the bot does, and among products where one is right."""
    searcher = Searcher(index)
    with questions.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_asked(searcher, row) for row in rows]


def _asked(searcher: Searcher, row: dict[str, str]) -> Asked:
    right = frozenset(part for part in re.split(r"[\s,;|]+", f"{row['id']} {row.get('also') or ''}") if part)
    kinds = ["faq"] if all(id.startswith("faq_") for id in right) else list(_KINDS)
    hits = searcher.search(row["text"], _FOUND, kinds)
    best = hits[0].score if hits else 0.0
    found = tuple(hit.id for hit in hits)
    return Asked(row["text"], right, found, best, best >= searcher.threshold)


def scores(asked: Sequence[Asked]) -> dict[str, float]:
    """Shares, 0..1: recall at 1 and 5, AUC of the first score for answerable or not, what is said."""
    ranks = np.array([one.rank for one in asked if one.right])
    known = np.array([one.score for one in asked if one.right])
    unknown = np.array([one.score for one in asked if not one.right])
    said_wrong = [one.answered and one.rank > 1 for one in asked]
    return {
        "recall@1": float(np.mean(ranks == 1)),
        "recall@5": float(np.mean(ranks <= 5)),
        "answerable AUC": _auc(known, unknown),
        "answered rightly": float(np.mean([one.answered and one.rank == 1 for one in asked if one.right])),
        "refused rightly": float(np.mean([not one.answered for one in asked if not one.right])),
        "wrong answers said": float(np.mean(said_wrong)),
    }


def _auc(known: np.ndarray, unknown: np.ndarray) -> float:
    """The chance that an answerable question scores higher than another; ties count half."""
    wins = known[:, None] > unknown[None]
    ties = known[:, None] == unknown[None]
    return float(np.mean(wins + 0.5 * ties))


def intervals(asked: Sequence[Asked]) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals of ``scores``, from a fixed seed; answerable questions and others apart."""
    random = np.random.default_rng(7)
    groups = [[one for one in asked if bool(one.right) is known] for known in (True, False)]
    samples = [
        scores([group[number] for group in groups for number in random.integers(0, len(group), len(group))])
        for _ in range(_RESAMPLED)
    ]
    spans = {name: np.percentile([sample[name] for sample in samples], [2.5, 97.5]) for name in samples[0]}
    return {name: (float(low), float(high)) for name, (low, high) in spans.items()}


def report(asked: Sequence[Asked]) -> str:
    """A Markdown table of the scores with their intervals and bars."""
    spans = intervals(asked)
    lines = ["| measure | value | 95 % interval | bar |", "|---|---|---|---|"]
    for name, value in scores(asked).items():
        low, high = spans[name]
        bar = f"{BARS[name]:.2f}" if name in BARS else ""
        lines.append(f"| {name} | {value:.3f} | {low:.3f} to {high:.3f} | {bar} |")
    known = sum(bool(one.right) for one in asked)
    return "\n".join([f"{known} answerable questions, {len(asked) - known} others", "", *lines])


def main() -> int:
    """Prints the scores; 1 when one is below its bar."""
    parser = argparse.ArgumentParser(prog="python -m scripts.answer_quality", description=main.__doc__)
    parser.add_argument("--index", type=Path, default=ROOT / "var" / "kb")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    options = parser.parse_args()
    asked = answer_quality(options.index, options.questions)
    print(report(asked))
    found = scores(asked)
    return int(any(found[name] < bar for name, bar in BARS.items()))


if __name__ == "__main__":
    sys.exit(main())
