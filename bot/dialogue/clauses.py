"""Cut a message where something else may be asked; pure, with the words in ``wishes.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Clause:
    """``text`` stands in the message from ``start`` on.

    ``aside``: it is announced as something else; ``question``: it ends in a question mark; ``head``: where
    the clause that asks begins, when several clauses make one wish.
    """

    text: str
    start: int
    aside: bool = False
    question: bool = False
    head: int = -1

    @property
    def end(self) -> int:
        """Where it ends in the message."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Cues:
    """The compiled words of ``wishes.yml``."""

    cut: re.Pattern[str]
    aside: re.Pattern[str]
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    asks: re.Pattern[str]
    tells: re.Pattern[str]
    leads: re.Pattern[str]
    leans: re.Pattern[str]

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> Cues:
        """Compile; KeyError for a missing entry."""
        aside = f"{table['aside']}|(?<=[,，。.;；!！?？、\\s]){table['more']}"
        before = f"(?={aside}|{table['next']})"
        return cls(
            cut=re.compile(f"{table['punctuation']}|{before}"),
            aside=re.compile(aside),
            lead=re.compile(f"(?:{table['more']}|{table['lead']})+"),
            tail=re.compile(f"(?:{table['tail']})$"),
            asks=re.compile(table["asks"]),
            tells=re.compile(table["tells"]),
            leads=re.compile(table["leads"]),
            leans=re.compile(table["leans"]),
        )


def clauses(text: str, cues: Cues) -> list[Clause]:
    """The clauses in order, without what joins them; a name or number is never cut (「1.5G」)."""
    return [clause for start, end in _pieces(text, cues) if (clause := _trimmed(text, start, end, cues))]


def asking(clause: Clause, cues: Cues) -> bool:
    """Whether the wording lets a clause ask for something by itself."""
    if cues.tells.search(clause.text) or not whole(clause, cues):
        return False
    return clause.question or cues.asks.search(clause.text) is not None


def whole(clause: Clause, cues: Cues) -> bool:
    """Whether a clause neither leads up to another one nor leans on it."""
    return not cues.leads.search(clause.text) and not cues.leans.match(clause.text)


def _pieces(text: str, cues: Cues) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in cues.cut.finditer(text):
        if _inside_number(text, found) or found.start() == begin == found.end():
            continue
        yield begin, found.end()
        begin = found.end()
    yield begin, len(text)


def _inside_number(text: str, found: re.Match[str]) -> bool:
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return found[0] in (".", ",") and before.isalnum() and after.isascii() and after.isdigit()


def _trimmed(text: str, start: int, end: int, cues: Cues) -> Clause | None:
    lead = cues.lead.match(text, start, end)
    announced = cues.aside.match(text, start) is not None
    begin = lead.end() if lead else start
    body = cues.tail.sub("", text[begin:end])
    return Clause(body, begin, announced, text[begin:end].rstrip().endswith(("?", "？"))) if body else None
