"""Understand a message as the wishes that it holds, each with a parse of its own; mostly one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.clauses import Clause
from bot.dialogue.lists import listed, read_lists
from bot.dialogue.routes import Question, Routes, puts_right
from bot.dialogue.wishes import candidates, read_habits, wishes
from bot.nlu.titled import titled

Parse = Callable[[str], Awaitable[dict[str, Any]]]
OpenQuestion = Callable[[], "str | None"]
FOLDER = Path(__file__).parent / "dialogue"
TABLES = ("questions.yml", "follow_ups.yml")


@dataclass(frozen=True)
class Wish:
    """What is handed to the dialogue: words, where they begin in the message, and what they mean."""

    text: str
    start: int
    parsed: dict[str, Any]

    @property
    def intent(self) -> str:
        """The recognised intent."""
        return str(self.parsed["intent"]["name"])


async def hear(text: str, parse: Parse, open_question: OpenQuestion) -> list[Wish]:
    """The wishes in order. Only a message that may hold several is looked at more than once."""
    habits = read_habits()
    if titled(text):
        return [Wish(text, 0, await parse(text))]
    if several := await _listed(text, parse):
        return several
    if not candidates(text, habits, Question()):
        return [Wish(text, 0, await parse(text))]
    asked = routes().questions.get(open_question() or "")
    if asked and puts_right(text, routes()):
        return [Wish(text, 0, await parse(text))]
    if not (likely := candidates(text, habits, asked)):
        return [Wish(text, 0, await parse(text))]
    understood = [await parse(clause.text) for clause in likely]
    found = wishes(text, likely, understood, habits, asked)
    if not found:
        return [Wish(text, 0, await parse(text))]
    return [await _whole(wish, likely, understood, parse) for wish in found]


async def _listed(text: str, parse: Parse) -> list[Wish]:
    """One wish for each matter under a common verb, if each is surely understood and no other's like."""
    matters = listed(text, read_lists())
    found = [Wish(matter.text, matter.start, await parse(matter.text)) for matter in matters]
    surely = all(float(wish.parsed["intent"]["confidence"]) >= read_habits().sure for wish in found)
    return found if surely and len({wish.intent for wish in found}) == len(found) else []


async def _whole(
    wish: Clause, likely: Sequence[Clause], understood: Sequence[dict[str, Any]], parse: Parse
) -> Wish:
    """A wish told in several clauses has the intent of the one that asks, and the entities of all."""
    parts = [number for number, clause in enumerate(likely) if wish.start <= clause.start < wish.end]
    if len(parts) == 1:
        return Wish(wish.text, wish.start, understood[parts[0]])
    head = understood[next(number for number in parts if likely[number].start == wish.head)]
    heard = await parse(wish.text)
    return Wish(
        wish.text,
        wish.start,
        {**heard, "intent": head["intent"], "intent_ranking": head.get("intent_ranking", [])},
    )


@cache
def routes() -> Routes:
    """What may be open and what answers it, without the actions."""
    tables = [yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")) for name in TABLES]
    return Routes.from_dict({}, *tables)
