"""The sentences of ``wording.yml``."""

from functools import cache
from pathlib import Path

import yaml


@cache
def _sentences() -> dict[str, str]:
    loaded: dict[str, str] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded


def say(key: str, **values: str) -> str:
    """Return the sentence with its placeholders filled; KeyError for an unknown key."""
    return _sentences()[key].format(**values)
