"""How likely a conversation turns into an escalated complaint, from the words of the customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CALM = "low"
LEVELS = ("high", "medium", CALM)


@dataclass(frozen=True, slots=True)
class Escalation:
    """``signs`` are the words found; ``advice`` is for the agent."""

    level: str
    title: str
    advice: str
    signs: tuple[str, ...]


def escalation(texts: Sequence[str]) -> Escalation:
    """Judge the customer's messages of one conversation."""
    for level in LEVELS[:-1]:
        signs = tuple(sign for sign in _table()[level]["signs"] if any(sign in text for text in texts))
        if signs:
            return _at(level, signs)
    return _at(LEVELS[-1])


def _at(level: str, signs: tuple[str, ...] = ()) -> Escalation:
    row = _table()[level]
    return Escalation(level, row["title"], row["advice"], signs)


def mood_title(level: str) -> str:
    """How a level is called on the pages."""
    return _at(level).title


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded
