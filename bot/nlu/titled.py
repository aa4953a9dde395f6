"""What is said by tapping one of our choices: a title, alone or before the customer's own words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

TABLE = Path(__file__).with_name("titles.yml")
COLONS = ":："


@cache
def titles(path: Path = TABLE) -> Mapping[str, str]:
    """The title of each intent that has one."""
    found: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def titled(text: str) -> str | None:
    """The intent whose title a text is or begins with, before a colon; none for any other text."""
    said = text.strip()
    place = min((said.find(colon) for colon in COLONS if colon in said), default=len(said))
    return next((intent for intent, title in titles().items() if said[:place] == title), None)
