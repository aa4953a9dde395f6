"""Chinese and Arabic numerals, with the vagueness that people put into them.

一百二 = 120, 两万五 = 25000, 1.5w = 15000, 三四十 = 30 to 40, 十几 = 11 to 19, 八十多 = about 80.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "仨": 3, "四": 4, "五": 5}
DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}
_DIGIT = "零〇一二两俩三仨四五六七八九"
_CHINESE = re.compile(rf"[{_DIGIT}十百千万亿几]+(?:点[{_DIGIT}]+[万亿]?)?")
_ARABIC = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_SCALE = re.compile(r"[百千万亿]+|[wk](?![a-z])")
# The 一 of 借五千一天, 一块九一分钟 and 一万五一个月 begins the next word.
_NEXT_ONE = re.compile(rf"(?<=[{_DIGIT}百千万])(?<![零〇])一$")
_MEASURE = re.compile("分钟|小时|[个条次天兆年月周秒晚位mg]")
_TAIL = re.compile(r"[1-9](?![\d.,百千万亿wk])")
_VAGUE = re.compile(r"(?:多|来|余|把)([万亿千]?)(?![少久长大])")
_LONGEST = 18
_ABOUT = {"百八十": Fraction(100), "千八百": Fraction(1000), "百十": Fraction(100)}
_PAIR = re.compile(rf"(?<![{_DIGIT}])([一二两俩三四五六七八])([二两三仨四五六七八九])(?![{_DIGIT}])")


@dataclass(frozen=True)
class Numeral:
    """A number or a span of numbers; ``scale`` is its trailing 百/千/万/亿 (1 when plain)."""

    low: Fraction
    high: Fraction
    approx: bool
    end: int
    scale: int = 1


def numeral_at(text: str, pos: int) -> Numeral | None:
    """The numeral that starts at ``pos`` of a folded text, as long as it can be."""
    exact = _arabic(text, pos) or _chinese(text, pos)
    if exact is None:
        return None
    vague = _VAGUE.match(text, exact.end)
    if vague is None:
        return exact
    factor = UNITS.get(vague[1], 1)
    return Numeral(exact.low * factor, exact.high * factor, True, vague.end(), max(exact.scale, factor))


def _arabic(text: str, pos: int) -> Numeral | None:
    match = _ARABIC.match(text, pos)
    if match is None or len(match[0]) > _LONGEST:
        return None
    value, end, last = Fraction(match[0].replace(",", "")), match.end(), 1
    scale = _SCALE.match(text, end)
    if scale:
        last, end = _product(scale[0]), scale.end()
        value *= last
        more = _arabic(text, end)
        tail = _TAIL.match(text, end)
        if more and last > more.scale > 1:
            value, end = value + more.low, more.end
        elif tail:
            value, end = value + Fraction(int(tail[0]) * last, 10), tail.end()
    return Numeral(value, value, False, end, last)


def _product(units: str) -> int:
    result = 1
    for unit in units:
        result *= UNITS[unit]
    return result


def _chinese(text: str, pos: int) -> Numeral | None:
    match = _CHINESE.match(text, pos)
    if match and _NEXT_ONE.search(match[0]) and _MEASURE.match(text, match.end()):
        match = _CHINESE.match(text, pos, match.end() - 1)
    if (
        match is None
        or not set(match[0]) - {"几"}
        or re.match("[零〇](?!点)", match[0])
        or len(match[0]) > _LONGEST
    ):
        return None
    words = match[0].rstrip("零") if re.search("[十百千万亿]零$", match[0]) else match[0]
    about = _ABOUT.get(words.rstrip("万亿"))
    if about:
        value = about * UNITS.get(words[-1], 1) if words[-1] in "万亿" else about
        return Numeral(value, value, True, pos + len(words), int(about))
    pair = _PAIR.search(words)
    if pair and 0 < DIGITS[pair[2]] - DIGITS[pair[1]] <= 2:
        low = words[: pair.start(1)] + pair[1] + words[pair.end(2) :]
        high = words[: pair.start(1)] + pair[2] + words[pair.end(2) :]
    else:
        low = re.sub("几", "二", re.sub("(?<=十)几", "一", words))
        high = words.replace("几", "九")
    return _between(low, high, pos + len(words))


def _between(low: str, high: str, end: int) -> Numeral | None:
    least, most = read(low), read(high)
    if least is None or most is None:
        return None
    return Numeral(least, most, False, end, UNITS.get(low[-1], 1))


def read(words: str) -> Fraction | None:
    """The value of a plain Chinese numeral; none if it is not well formed."""
    whole, point, fraction = words.partition("点")
    if point:
        return _decimal(whole, fraction)
    if len(words) > 1 and all(word in DIGITS for word in words):
        return Fraction(int("".join(str(DIGITS[word]) for word in words)))
    return _integer(words)


def _decimal(whole: str, fraction: str) -> Fraction | None:
    factor = UNITS.get(fraction[-1], 1)
    integer = _integer(whole)
    digits = "".join(str(DIGITS[word]) for word in fraction if word in DIGITS)
    return None if integer is None else (integer + Fraction(int(digits), 10 ** len(digits))) * factor


def _integer(words: str) -> Fraction | None:
    total, section, digit, last = 0, 0, None, 1
    for word in words:
        if word in DIGITS:
            if digit:
                return None
            digit, last = DIGITS[word], (1 if DIGITS[word] == 0 else last)
            continue
        unit = UNITS[word]
        if unit >= UNITS["万"]:
            section = (section + (digit or 0)) or 1
            total, section = (total + section) * unit, 0
        else:
            section += (1 if digit is None or digit == 0 else digit) * unit
        digit, last = None, unit
    return Fraction(total + section + (digit or 0) * max(last // 10, 1))
