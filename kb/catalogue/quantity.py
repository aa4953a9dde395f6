"""Numbers with a unit in Chinese text, and what they can mean."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kb.catalogue.chinese_number import CHARACTERS, MULTIPLIERS, chinese_number

Reading = tuple[str, Decimal]  # dimension and value, e.g. ("yuan", 79)
_Read = Callable[[Decimal], tuple[Reading, ...]]


def _as(dimension: str, factor: str = "1") -> _Read:
    return lambda value: ((dimension, value * Decimal(factor)),)


def _megas(value: Decimal) -> tuple[Reading, ...]:
    return ("mb", value), ("mbps", value)


def _hours(value: Decimal) -> tuple[Reading, ...]:
    return ("minute", value * 60), ("day", value / 24)


def _days(value: Decimal) -> tuple[Reading, ...]:
    return ("day", value), ("minute", value * 1440)


def _years(value: Decimal) -> tuple[Reading, ...]:
    return ("month", value * 12), ("day", value * 365)


def _discount(value: Decimal) -> tuple[Reading, ...]:
    return (("percent_off", 100 - (value if value > 10 else value * 10)),)


# Counted in digits; in numerals they are mostly idioms: 三点, 一两个.
_ONLY_DIGITS = {unit: _as(unit) for unit in ("点", "个", "国", "个国家", "路")}
_COUNTED = {unit: _as(unit) for unit in "条次张人位岁份笔户台部倍级档道首"}
_UNITS: dict[str, _Read] = {
    **{unit: _as("yuan") for unit in ("元", "块")},
    **{unit: _as("yuan", "0.1") for unit in ("角", "毛")},
    "分钱": _as("yuan", "0.01"),
    "TB": _as("mb", "1048576"),
    **{unit: _as("mb", "1024") for unit in ("GB", "G", "个G")},
    "MB": _as("mb"),
    **{unit: _megas for unit in ("M", "兆")},
    **{unit: _as("mbps") for unit in ("Mbps", "Mb/s")},
    "Gbps": _as("mbps", "1000"),
    **{unit: _as("minute") for unit in ("分钟", "min")},
    **{unit: _hours for unit in ("小时", "个小时", "钟头", "个钟头")},
    **{unit: _as("workday") for unit in ("个工作日", "工作日", "个交易日", "交易日")},
    **{unit: _days for unit in ("天", "日", "个自然日", "自然日")},
    **{unit: _as("day", "7") for unit in ("周", "个星期", "星期")},
    "个月": _as("month"),
    "个季度": _as("month", "3"),
    "年": _years,
    "%": _as("percent"),
    "‰": _as("percent", "0.1"),
    "折": _discount,
    "Kbps": _as("mbps", "0.0009765625"),
    "秒": _as("秒"),
    "周岁": _as("岁"),
    **_ONLY_DIGITS,
    **_COUNTED,
}
_NUMBER = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?[百千万亿]?|[{CHARACTERS}]+)"
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_QUANTITY = re.compile(rf"(?:({_NUMBER})(?:{_UNIT})?[-~–—至到])?({_NUMBER})({_UNIT})(半?)")
_PERCENT = re.compile(rf"百分之([{CHARACTERS}点]+)")
_SETTLEMENT = re.compile(r"T\+(\d+)")
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|月(?:底|末|初)?\d{1,2}[日号]")
# 5G is a network, not 5 GB, unless data is what is spoken of; 7日年化 is the name of a rate.
_NAMES = re.compile(
    r"[2-6]G(?!B|bps|的?流量|国内|全国|省内|通用|定向|夜间)|[7七]日年化|7[×xX*]24小时|第\d+|(?<=\d)人工|一年(?:四季|到头|365天)"
)
# 一个月, 两位 … are ways to speak, not figures.
_IDIOMS = {f"一{unit}" for unit in ("个月", "天", "分钟", "周", "小时", "个小时", *_COUNTED)}
_IDIOMS |= {f"两{unit}" for unit in _COUNTED}


@dataclass(frozen=True)
class Quantity:
    """A number as written, with every way to read it."""

    text: str
    readings: tuple[Reading, ...]


def quantities(text: str) -> Iterator[Quantity]:
    """Every number with a unit, in order; both ends of a range."""
    text = unicodedata.normalize("NFKC", text)
    text = _NAMES.sub("\0", _DATE.sub("\0", text))
    for match in _PERCENT.finditer(text):
        yield Quantity(match[0], (("percent", _pointed(match[1])),))
    for match in _SETTLEMENT.finditer(text):
        yield Quantity(match[0], (("day", Decimal(match[1])), ("workday", Decimal(match[1]))))
    for match in _QUANTITY.finditer(_PERCENT.sub("\0", text)):
        yield from _of(match)


def _of(match: re.Match[str]) -> Iterator[Quantity]:
    low, high, unit, half = match.groups()
    before = match.string[: match.start()]
    if high + unit in _IDIOMS or before.endswith("第") or (unit in _ONLY_DIGITS and not high[0].isdigit()):
        return
    for number in (low, high):
        if number:
            value = _value(number) + (Decimal("0.5") if half and number == high else 0)
            yield Quantity(f"{number}{unit}", _UNITS[unit](value))


def _value(number: str) -> Decimal:
    if not number[0].isdigit():
        return chinese_number(number)
    factor = MULTIPLIERS.get(number[-1], 1)
    return Decimal(number.rstrip("百千万亿").replace(",", "")) * factor


def _pointed(numeral: str) -> Decimal:
    """二点五 is 2.5."""
    whole, _, fraction = numeral.partition("点")
    digits = "".join(str(chinese_number(char)) for char in fraction)
    return Decimal(f"{chinese_number(whole)}.{digits or 0}")
