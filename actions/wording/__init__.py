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


def text(key: str, /, **values: object) -> dict[str, object]:
    """The sentence as a text reply."""
    return {"type": "text", "text": say(key, **values)}
