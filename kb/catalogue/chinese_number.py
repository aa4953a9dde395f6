"""Chinese numerals as numbers: 一百二十, 两万五千, 三十六, 半."""

from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
MULTIPLIERS = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
CHARACTERS = "".join([*_DIGITS, *_PLACES, "万", "半"])


def chinese_number(text: str) -> Decimal:
    """The value of a numeral made of CHARACTERS; 一百二 is 120, 半 is 0.5."""
    if text == "半":
        return Decimal("0.5")
    high, ten_thousand, low = text.rpartition("万")
    if ten_thousand:
        rest = _below_ten_thousand(low)
        colloquial = len(low) == 1 and rest < 10  # 两万五
        return _below_ten_thousand(high) * 10_000 + rest * (1000 if colloquial else 1)
    return _below_ten_thousand(low)


def _below_ten_thousand(text: str) -> Decimal:
    if text and all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    total, digit, place = 0, 0, 1
    for char in text:
        if char in _PLACES:
            place = _PLACES[char]
            total += (digit or 1) * place
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS[char]
            place = 1 if digit == 0 else place
    return Decimal(total + digit * max(place // 10, 1))
