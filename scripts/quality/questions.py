"""The questions that understanding is measured with. None of them is ever trained on."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from scripts.quality.accuracy import Question
from scripts.quality.perturbation import Operator


def read_questions(path: Path) -> list[Question]:
    """Tab-separated ``text`` and ``intent``, and ``conf`` (1-3) where the labeller gave one."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Question(line, row["text"], row["intent"], int(row.get("conf") or 3))
            for line, row in enumerate(rows, start=2)
        ]


def perturbed(questions: Sequence[Question], name: str, operator: Operator) -> list[Question]:
    """The questions that the operator changes, changed; the same ones each time."""
    changed = [
        replace(question, text=operator(question.text, Random(f"{name} {question.line}")))
        for question in questions
    ]
    return [new for new, old in zip(changed, questions, strict=True) if new.text != old.text]
