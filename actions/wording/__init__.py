"""The bot's sentences: one YAML file per topic, filled with values that are already formatted."""

from functools import cache
from pathlib import Path

import yaml


@cache
def _sentences() -> dict[str, str]:
    """All topics in one table; raises ValueError when two topics use one key."""
    table: dict[str, str] = {}
    for path in sorted(Path(__file__).parent.glob("*.yml")):
        topic: dict[str, str] = yaml.safe_load(path.read_text("utf-8")) or {}
        if twice := table.keys() & topic.keys():
            raise ValueError(f"{path.name}: these keys stand in another topic too: {sorted(twice)}")
        table |= topic
    return table


def say(key: str, /, **values: object) -> str:
    """The sentence with its placeholders filled; KeyError for an unknown key or a missing value."""
    return _sentences()[key].format(**values)


def say_or(key: str, otherwise: str) -> str:
    """The sentence, or ``otherwise`` when there is none: for codes that data may hold."""
    return _sentences().get(key, otherwise)


def options(key: str, /, **values: object) -> list[dict[str, str]]:
    """Choices from a sentence such as ``办理=办理畅享79元套餐|再看看``: what is shown = what it says."""
    parts = (part.split("=", 1) for part in say(key, **values).split("|"))
    return [{"label": part[0], "text": part[-1]} for part in parts]


def text(key: str, /, **values: object) -> dict[str, object]:
    """The sentence as a text reply."""
    return {"type": "text", "text": say(key, **values)}
