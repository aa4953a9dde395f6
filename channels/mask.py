"""Show and keep only as much of a name or number as is needed."""

import re

_WORDS = "零〇洞一幺妖壹二两贰三叁四肆五伍六陆七拐柒八捌九勾玖"
_SPOKEN = str.maketrans(_WORDS, "00011112223344556677788999")
_DIGIT = rf"[\d{_WORDS}]"
_RUN = re.compile(rf"(?<![\d.]){_DIGIT}(?:[\s\-]{{0,2}}{_DIGIT}){{9,20}}[xX]?(?!\d)")
_PRIVATE = re.compile(
    r"(?:(?:00)?86)?1[3-9]\d{9}|[1-8]\d{16}[\dxX]|[2-9]\d{15,18}|0\d{9,11}"
    r"|[1-8]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"  # identity numbers of 15 digits
)
_KEPT = 3  # digits at either end that stay readable


def mask_phone(phone: str) -> str:
    """138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_name(name: str) -> str:
    """王** for 王小明; roles such as 王阿姨 keep their first character too."""
    return name[:1] + "*" * max(len(name) - 1, 1)


def mask_numbers(text: str) -> str:
    """Hide phone, identity and card numbers, spoken or spaced ones too; the length stays the same."""
    return _RUN.sub(_hidden, text)


def _hidden(run: re.Match[str]) -> str:
    digits = re.sub(r"[\s\-]", "", run[0]).translate(_SPOKEN)
    if not _PRIVATE.fullmatch(digits):
        return run[0]
    places = [index for index, char in enumerate(run[0]) if char not in " -"]
    hidden = set(places[_KEPT:-_KEPT])
    return "".join("*" if index in hidden else char for index, char in enumerate(run[0]))
