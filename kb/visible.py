"""Characters that nobody sees: a word can hide behind them, a search can stumble over them."""

import re

# soft hyphen, joiners, fillers, bidi marks, word joiners, variation selectors, byte order mark
_RANGES = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
INVISIBLE = re.compile(f"[{_RANGES}]")
