"""Lists of ways to say something, one regular expression per value, kept in YAML beside the code."""

import re
from functools import cache
from pathlib import Path

import yaml


@cache
def wordlist(name: str) -> dict[str, str]:
    """Value → regular expression, in the order of the file; line breaks before ``|`` mean nothing."""
    loaded = yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return {value: words.replace(" ", "") for value, words in loaded.items()}


@cache
def pattern(name: str, *values: str) -> re.Pattern[str]:
    """One pattern of some or all values of a list, each a group named after its value."""
    words = wordlist(name)
    return re.compile("|".join(f"(?P<{value}>{words[value]})" for value in values or tuple(words)))
