"""Bring what people send into one clean form before anything reads it."""

import re
import unicodedata

MAX_CHARS = 500
_ZERO_WIDTH = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return NFKC text without control and zero-width characters, spaces folded and trimmed."""
    folded = _SPACES.sub(" ", unicodedata.normalize("NFKC", text))
    visible = _ZERO_WIDTH.sub("", folded)
    return "".join(char for char in visible if unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn")).strip()
