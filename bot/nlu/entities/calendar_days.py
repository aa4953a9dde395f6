"""Which days the calendar names: 10月1日, 2026年, 20号, 国庆; used by the patterns of ``date``."""

import re
from datetime import date, timedelta

from bot.nlu.entities.calendar_terms import days_of
from bot.nlu.entities.days import YEARS
from bot.nlu.entities.numeral import DIGITS
from bot.nlu.entities.span import Span, day_or_month, month_of, nearest, number_of, one

_JUST_BEFORE = timedelta(days=14)  # 7月1号, said on 7月10号, is not next year's


def full_date(match: re.Match[str], today: date, past: bool) -> Span | None:
    year, month = _calendar_year(match["year"]), number_of(match["month"])
    if not 1 <= month <= 12:
        return None
    day = match["day"]
    years = [year] if year else [today.year - 1, today.year, today.year + 1]
    spans = [day_or_month(each, month, day) for each in years]
    if not year and day and any(timedelta() < today - span[1] <= _JUST_BEFORE for span in spans):
        past = True
    return spans[0] if year else nearest(spans, today, past)


def whole_year(match: re.Match[str], _today: date, _past: bool) -> Span | None:
    year = _calendar_year(match["year"])
    return (date(year, 1, 1), date(year, 12, 31)) if year and 1990 <= year <= 2100 else None


def day_of_month(match: re.Match[str], today: date, past: bool) -> Span | None:
    day, spans = number_of(match["day"]), []
    for shift in (-1, 0, 1):
        first, last = month_of(today.year, today.month + shift)
        if 1 <= day <= last.day:
            spans.append(one(first.replace(day=day)))
    return nearest(spans, today, past)


def term(match: re.Match[str], today: date, past: bool) -> Span | None:
    term, word = match["term"], match["word"]
    if word:
        return days_of(term, today.year + YEARS[word])
    spans = [days_of(term, today.year + shift) for shift in (-1, 0, 1)]
    return nearest([span for span in spans if span], today, past)


def dotted(match: re.Match[str], today: date, past: bool) -> Span | None:
    month, day = int(match["month"]), int(match["day"])
    return nearest([one(date(today.year + shift, month, day)) for shift in (-1, 0, 1)], today, past)


def _calendar_year(words: str | None) -> int | None:
    if words is None:
        return None
    digits = "".join(str(DIGITS.get(word, word)) for word in words)
    return int(digits) + (2000 if len(digits) <= 2 else 0)
