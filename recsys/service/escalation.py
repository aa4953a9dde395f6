"""How likely a conversation turns into an escalated complaint, from the customer's words and history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recsys.service.escalation_model import Judged, escalation_model, judge
from recsys.service.past import Past

CALM = "low"
LEVELS = ("high", "medium", CALM)
LATEST = 5  # messages that are looked at
NOTHING = Past()


@dataclass(frozen=True, slots=True)
class Escalation:
    """``signs`` are words of the list, else learned ones, and history; ``chance`` of going further."""

    level: str
    title: str
    advice: str
    signs: tuple[str, ...]
    chance: float = 0.0


def escalation(texts: Sequence[str], past: Past = NOTHING) -> Escalation:
    """Judge the customer's latest messages of one conversation: the most worrying one counts."""
    model = escalation_model()
    judged = [judge(model, text, past, rule_level([text])) for text in texts[-LATEST:]]
    if not judged:
        return _at(CALM)
    worst = max(judged, key=lambda one: (LEVELS[::-1].index(level_of(one.chances)), one.chances["high"]))
    return _named(worst, texts)


def rule_level(texts: Sequence[str]) -> str:
    """What the list of words alone says."""
    return next((level for level in LEVELS[:-1] if _listed(level, texts)), CALM)


def level_of(chances: Mapping[str, float]) -> str:
    """High, or at least not calm, when that is likelier than not."""
    if chances["high"] >= 0.5:
        return "high"
    return "medium" if chances[CALM] < 0.5 else CALM


def tag_from() -> float:
    """The chance from which the tags are told."""
    return float(_table()["tag_from"])


def tag_step() -> float:
    """By how much the chance must move to be told anew."""
    return float(_table()["tag_step"])


def mood_title(level: str) -> str:
    """How a level is called on the pages."""
    return _at(level).title


def _named(worst: Judged, texts: Sequence[str]) -> Escalation:
    level = level_of(worst.chances)
    if level == CALM:
        return _at(level, (), worst.chances["high"])
    listed = _listed(rule_level(texts), texts)
    return _at(level, (*(listed or worst.words), *worst.history), worst.chances["high"])


def _listed(level: str, texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(sign for sign in _table()[level]["signs"] if any(sign in text for text in texts))


def _at(level: str, signs: tuple[str, ...] = (), chance: float = 0.0) -> Escalation:
    row = _table()[level]
    return Escalation(level, row["title"], row["advice"], signs, round(chance, 4))


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded
