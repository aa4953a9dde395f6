"""Which column a heading means: its own name, or what people write above it."""

import unicodedata
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("titles.yml")


def column_of(heading: str) -> str:
    """The name of the column; a heading that nobody knows stays as it is."""
    plain = _plain(heading)
    return titles().get(plain, heading.strip())


@cache
def titles() -> dict[str, str]:
    """Column by plain heading."""
    told: dict[str, list[str]] = yaml.safe_load(FILE.read_text("utf-8"))
    return {_plain(word): column for column, words in told.items() for word in (column, *words)}


def _plain(heading: str) -> str:
    """Full-width letters, capitals and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", heading).lower().split())
