"""Bring what people send into one clean form before anything reads it."""

import re
import unicodedata

from kb.visible import INVISIBLE

MAX_CHARS = 500
_UNPRINTABLE = {"Cc", "Cs", "Co", "Cn"}
_SPACES = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return NFKC text without control and zero-width characters, spaces folded and trimmed."""
    folded = _SPACES.sub(" ", unicodedata.normalize("NFKC", text))
    visible = INVISIBLE.sub("", folded)
    return "".join(
        char for char in visible if unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn")
    ).strip()
