"""How likely a conversation turns into an escalated complaint, from the words of the customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LEVELS = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Escalation:
    """``signs`` are the words found; ``advice`` is for the agent."""

    level: str
    title: str
    advice: str
    signs: tuple[str, ...]


def escalation(texts: Sequence[str]) -> Escalation:
    """Judge the customer's messages of one conversation."""
    table = _table()
    for level in LEVELS:
        signs = tuple(sign for sign in table[level]["signs"] if any(sign in text for text in texts))
        if signs or level == LEVELS[-1]:
            return Escalation(level, table[level]["title"], table[level]["advice"], signs)
    raise AssertionError("the last level takes everything")


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded
