"""The gateway's own sentences, read from ``wording.yml``."""

from functools import cache
from pathlib import Path

import yaml


@cache
def _sentences() -> dict[str, str]:
    text = Path(__file__).with_suffix(".yml").read_text("utf-8")
    loaded: dict[str, str] = yaml.safe_load(text)
    return loaded


def say(key: str) -> str:
    """Return the sentence; KeyError for an unknown key."""
    return _sentences()[key]
