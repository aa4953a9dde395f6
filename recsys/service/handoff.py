"""When a conversation needs a person, why, and how urgently. Pure; thresholds stand in ``handoff.yml``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recsys.service.escalation import CALM
from recsys.service.mood import CALM as QUIET
from recsys.service.mood import mood

STUCK = "stuck"  # the reason: we have made nothing of what was said, again and again


@dataclass(frozen=True, slots=True)
class Talk:
    """The customer's side of a conversation up to now.

    ``level`` is the gravest of all messages, ``angry`` counts those in anger, ``misunderstood``
    the latest ones in a row that were not understood; ``troubled`` is about the latest one, ``valued`` and
    ``leaving`` come from tags.
    """

    level: str = CALM
    angry: int = 0
    misunderstood: int = 0
    asked: bool = False
    troubled: bool = False
    valued: bool = False
    leaving: bool = False


def reason(talk: Talk) -> str | None:
    """The gravest reason for a person, or none."""
    holds = {
        "complaint": talk.level == "high",
        "angry": talk.angry >= _table()["angry_messages"],
        "valued": talk.valued and talk.leaving and talk.troubled,
        STUCK: talk.misunderstood >= _table()["misunderstood"],
        "asked": talk.asked,
    }
    return next((name for name in _table()["reasons"] if holds[name]), None)


def threatens(text: str) -> bool:
    """Whether a message says that the complaint will go further: to the authorities, the press, a court."""
    return re.search(_table()["threat"], text) is not None


def reason_title(name: str) -> str:
    """How a reason is called on the pages; empty for none."""
    found: Mapping[str, Any] = _table()["reasons"].get(name, {})
    return str(found.get("title", ""))


def place(name: str, since: datetime) -> float:
    """Where to stand in the queue, lowest first: the time of asking, earlier by what the reason is worth.

    It never changes, so nobody waits for ever: whoever has waited long enough comes before every newcomer.
    """
    return since.timestamp() - float(_table()["reasons"][name]["ahead_s"])


def worth(tags: Mapping[str, Any]) -> tuple[bool, bool]:
    """Whether tags (values by key) say that the customer is valued, and that they may leave."""
    return _says(tags, _table()["valued"]), _says(tags, _table()["leaving"])


def troubled(text: str, intents: Sequence[str]) -> bool:
    """Whether a message is reason enough to look at who is asking."""
    return mood(text) != QUIET or bool(set(_table()["trouble"]) & set(intents))


def _says(tags: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return any(key in tags and _meets(tags[key], wish) for key, wish in wanted.items())


def _meets(value: Any, wish: Any) -> bool:
    """One of a list, or a number that is high enough."""
    if isinstance(wish, list):
        return value in wish
    return not isinstance(value, bool) and isinstance(value, int | float) and value >= wish["at_least"]


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded
