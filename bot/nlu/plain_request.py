"""What the words of a message decide by themselves; the table is ``plain_request.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).with_suffix(".yml")
FALLBACK = "nlu_fallback"
Guess = Mapping[str, Any]  # name and confidence


@dataclass(frozen=True)
class PlainRequests:
    """``says``: whole messages of an intent; ``needs``: words without which an intent does not count."""

    says: Mapping[str, tuple[re.Pattern[str], ...]]
    needs: Mapping[str, re.Pattern[str]]
    sure: float


@cache
def plain_requests(path: Path = TABLE) -> PlainRequests:
    """Read the table; re.error for a faulty pattern, KeyError for a missing part."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    return PlainRequests(
        says={intent: tuple(map(re.compile, listed)) for intent, listed in table["says"].items()},
        needs={intent: re.compile(words) for intent, words in table["needs"].items()},
        sure=table["sure"],
    )


def plainly(text: str) -> str | None:
    """The intent that the whole message says in so many words; none for any other."""
    said, listed = text.strip(), plain_requests().says.items()
    return next((intent for intent, known in listed if any(one.fullmatch(said) for one in known)), None)


def borne_out(text: str, ranking: Sequence[Guess]) -> list[Guess]:
    """The guesses, without a first one whose words are not there; the fallback when no other is sure."""
    known = plain_requests()
    if not ranking or (words := known.needs.get(str(ranking[0]["name"]))) is None or words.search(text):
        return list(ranking)
    others = [guess for guess in ranking[1:] if guess["name"] != FALLBACK]
    if others and float(others[0]["confidence"]) >= known.sure:
        return others
    return [{"name": FALLBACK, "confidence": known.sure}, *others]
