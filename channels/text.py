"""Bring what people send into one clean form before anything reads it."""

import re
import unicodedata

from kb.visible import INVISIBLE

MAX_CHARS = 500
MAX_RAW = 10_000  # of what arrives; whatever lies beyond is never looked at
_SPACES = re.compile(r"\s+")
_UNPRINTABLE = {"Cc", "Cs", "Co"}


def normalise(text: str) -> str:
    """Return NFKC text without control and zero-width characters, spaces folded and trimmed."""
    folded = unicodedata.normalize("NFKC", text[:MAX_RAW])
    visible = "".join(char for char in INVISIBLE.sub("", folded) if char.isspace() or _printable(char))
    return _SPACES.sub(" ", visible).strip()


def too_long(raw: str, normalised: str) -> bool:
    """Whether a message says more than we read at once."""
    return bool(normalised) and (len(normalised) > MAX_CHARS or len(raw) > MAX_RAW)


def _printable(char: str) -> bool:
    return unicodedata.category(char) not in _UNPRINTABLE
