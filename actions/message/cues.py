"""Whether a message says something that ``cues.yml`` has words for."""

import re
from functools import cache
from pathlib import Path

import yaml


def says(text: str, cue: str) -> bool:
    """Whether any word of the cue stands in the text; KeyError for an unknown cue."""
    return bool(_patterns()[cue].search(text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    listed: dict[str, str] = yaml.safe_load(Path(__file__).with_name("cues.yml").read_text("utf-8"))
    return {cue: re.compile(pattern) for cue, pattern in listed.items()}
