"""Reason codes in words for staff."""

from functools import cache
from pathlib import Path

import yaml


def code_title(code: str) -> str:
    """The Chinese title; a code without one is shown as it is."""
    return titles().get(code, code)


@cache
def titles() -> dict[str, str]:
    """All codes that have a title."""
    loaded: dict[str, str] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded
