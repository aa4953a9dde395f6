"""How a message sounds: calm, upset, or angry with us. Pure; the words stand in ``mood.yml``."""

import re
from functools import cache
from pathlib import Path

import yaml

CALM, UPSET, ANGRY = "calm", "upset", "angry"


def mood(text: str) -> str:
    """The strongest mood that a text shows; anger at others, and words that only look angry, are calm."""
    not_us, moods = _patterns()
    said = not_us.sub("", text)
    return next((name for name, pattern in moods if pattern.search(said)), CALM)


def angry_words(text: str) -> tuple[str, ...]:
    """The words that show anger, in order and once each."""
    not_us, moods = _patterns()
    found = (match[0] for match in dict(moods)[ANGRY].finditer(not_us.sub("", text)))
    return tuple(dict.fromkeys(found))


@cache
def _patterns() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    table = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    moods = tuple((name, re.compile(table["moods"][name])) for name in (ANGRY, UPSET))
    return re.compile(table["not_us"]), moods
