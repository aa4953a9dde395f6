"""Names of places abroad, for sentences."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml


def place_name(code: str) -> str:
    """The Chinese name of an ISO 3166-1 code; the code itself when we have none."""
    return _names().get(code, code)


@cache
def _names() -> Mapping[str, str]:
    text = (Path(__file__).parent / "places.yml").read_text("utf-8")
    names: Mapping[str, str] = yaml.safe_load(text)
    return names
