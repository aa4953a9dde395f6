"""Spans of days and months, shared by the functions that name days."""

import calendar
from datetime import date

from bot.nlu.entities.numeral import read

Span = tuple[date, date]

_TENTHS = {"上旬": (1, 10), "中旬": (11, 20), "中": (15, 15)}


def one(day: date) -> Span:
    return day, day


def month_of(year: int, month: int) -> Span:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def part_of(month: Span, part: str) -> Span:
    """初 and 底 are the first and last day, 中 the 15th; 上旬 to 下旬 are ten days each, more or less."""
    if part in _TENTHS:
        first, last = _TENTHS[part]
        return month[0].replace(day=first), month[0].replace(day=last)
    if part == "下旬":
        return month[0].replace(day=21), month[1]
    return one(month[0] if part == "初" else month[1])


def day_or_month(year: int, month: int, day: str | None) -> Span:
    if day in ("底", "末", "初", "中", "上旬", "中旬", "下旬"):
        return part_of(month_of(year, month), day)
    return one(date(year, month, number_of(day))) if day else month_of(year, month)


def number_of(words: str) -> int:
    value = int(words) if words.isdigit() else read(words)
    if value is None:
        raise ValueError(words)
    return int(value)


def nearest(spans: list[Span], today: date, past: bool) -> Span | None:
    """Of the same day in several years or months: the last begun if past, else the next not over."""
    if past:
        return max((span for span in spans if span[0] <= today), default=None)
    return min((span for span in spans if span[1] >= today), default=None)
