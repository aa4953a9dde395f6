"""Decide how many wishes a message holds; pure, with words and thresholds in ``wishes.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.clauses import Clause, Cues, asking, clauses, whole
from bot.dialogue.routes import Question

TABLE = Path(__file__).with_suffix(".yml")
Parsed = Mapping[str, Any]  # Rasa's parse of a text: intent {name, confidence}, entities, …


@dataclass(frozen=True)
class Habits:
    """How people put several wishes into one message."""

    cues: Cues
    moves: frozenset[str]
    stories: frozenset[str]
    affairs: tuple[frozenset[str], ...]
    sure: float
    sure_aside: float
    most: int
    orders: frozenset[str]
    ends: frozenset[str]


@cache
def read_habits(path: Path = TABLE) -> Habits:
    """Read the table."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Habits(
        cues=Cues.from_dict(table),
        moves=frozenset(table["moves"]),
        stories=frozenset(table["stories"]),
        affairs=tuple(frozenset(group) for group in table["affairs"]),
        sure=table["sure"],
        sure_aside=table["sure_aside"],
        most=table["most"],
        orders=frozenset(table["orders"]),
        ends=frozenset(table["ends"]),
    )


def candidates(text: str, habits: Habits, asked: Question | None = None) -> list[Clause]:
    """The clauses worth understanding one by one; none when the message can only be one wish.

    ``asked`` is the open question: then the first clause may be its answer.
    """
    found = clauses(text, habits.cues)
    announced = any(clause.aside for clause in found[1:])
    if asked and (_fits(text, asked) or (asked.free_text and not announced)):
        return []
    able = whole if announced else asking
    others = found[1:] if asked and announced else found
    enough = 0 if asked and announced else 1
    return found if sum(able(clause, habits.cues) for clause in others) > enough else []


def wishes(
    text: str,
    found: Sequence[Clause],
    parsed: Sequence[Parsed],
    habits: Habits,
    asked: Question | None = None,
) -> list[Clause]:
    """The wishes in order, each with what belongs to it; fewer than two, or too many: the message is one.

    ``parsed`` is what was understood of each clause of ``found``.
    """
    heads = [0] if asked and found and _answer(found[0], parsed[0], asked) else []
    for number in range(len(heads), len(found)):
        before = str(parsed[heads[-1]]["intent"]["name"]) if heads else None
        since = found[heads[-1] + 1 : number + 1] if heads else found[number + 1 : number + 2]
        aside = any(clause.aside for clause in since)
        if _stands_alone(found[number], parsed[number], before, aside, habits):
            heads.append(number)
    return _joined(text, found, heads) if 1 < len(heads) <= habits.most else []


def _fits(text: str, asked: Question) -> bool:
    return bool(asked.pattern and re.fullmatch(asked.pattern, text.strip()))


def _answer(clause: Clause, parsed: Parsed, asked: Question) -> bool:
    return _fits(clause.text, asked) or parsed["intent"]["name"] in asked.intents


def _stands_alone(clause: Clause, parsed: Parsed, before: str | None, aside: bool, habits: Habits) -> bool:
    intent, confidence = parsed["intent"]["name"], float(parsed["intent"]["confidence"])
    if intent in habits.moves or intent is None or intent == before or not whole(clause, habits.cues):
        return False
    if aside:
        return confidence >= habits.sure_aside
    if before in habits.stories or not asking(clause, habits.cues):
        return False
    near = before is not None and any({before, intent} <= group for group in habits.affairs)
    return confidence >= habits.sure and not near


def _joined(text: str, found: Sequence[Clause], heads: Sequence[int]) -> list[Clause]:
    """What leads up to the first wish belongs to it; what follows a wish belongs to that one."""
    begins = [found[0].start, *(found[head].start for head in heads[1:])]
    ends = [*(found[head - 1].end for head in heads[1:]), found[-1].end]
    return [
        Clause(text[begin:end], begin, head=found[head].start)
        for begin, end, head in zip(begins, ends, heads, strict=False)
    ]


def moved(parsed: Parsed, by: int) -> dict[str, Any]:
    """The parse of a clause with the places of its entities in the whole message."""
    entities = [
        {**entity, "start": entity["start"] + by, "end": entity["end"] + by} for entity in parsed["entities"]
    ]
    return {**parsed, "entities": entities}
