"""Which days a piece of text names, seen from a given day; used by the patterns of ``date``."""

import calendar
import re
from datetime import date, timedelta

from bot.nlu.entities.calendar_terms import days_of
from bot.nlu.entities.numeral import DIGITS, read

Span = tuple[date, date]

DAYS = dict.fromkeys(("今天", "今日", "今晚", "今早", "今儿", "当天"), 0)
DAYS |= dict.fromkeys(("明天", "明日", "明儿", "明早", "明晚"), 1)
DAYS |= dict.fromkeys(("后天", "后日", "后儿"), 2) | {"大后天": 3}
DAYS |= dict.fromkeys(("昨天", "昨日", "昨晚"), -1) | dict.fromkeys(("前天", "前日"), -2) | {"大前天": -3}
YEARS = {"今年": 0, "本年": 0, "明年": 1, "下一年": 1, "后年": 2, "大后年": 3}
YEARS |= {"去年": -1, "上一年": -1, "前年": -2, "大前年": -3}
_STEP = {"上": -1, "这": 0, "本": 0, "当": 0, "下": 1}


def _one(day: date) -> Span:
    return day, day


def _month(year: int, month: int) -> Span:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _number(words: str) -> int:
    value = int(words) if words.isdigit() else read(words)
    if value is None:
        raise ValueError(words)
    return int(value)


def _calendar_year(words: str | None) -> int | None:
    if words is None:
        return None
    digits = "".join(str(DIGITS.get(word, word)) for word in words)
    return int(digits) + (2000 if len(digits) <= 2 else 0)


def _nearest(spans: list[Span], today: date, past: bool) -> Span | None:
    """Of the same day in several years or months: the last begun if past, else the next not over."""
    if past:
        return max((span for span in spans if span[0] <= today), default=None)
    return min((span for span in spans if span[1] >= today), default=None)


def relative_day(match: re.Match[str], today: date, _past: bool) -> Span:
    return _one(today + timedelta(days=DAYS[match[0]]))


def relative_year(match: re.Match[str], today: date, _past: bool) -> Span:
    year = today.year + YEARS[match["word"]]
    part = match["part"]
    if part in ("年初", "初"):
        return _one(date(year, 1, 1))
    if part in ("年底", "年末", "底", "末"):
        return _one(date(year, 12, 31))
    if part in ("上半年", "下半年"):
        return (
            (date(year, 1, 1), date(year, 6, 30))
            if part[0] == "上"
            else (date(year, 7, 1), date(year, 12, 31))
        )
    if match["month"]:
        first = _month(year, _number(match["month"]))
        return _one(first[0].replace(day=_number(match["day"]))) if match["day"] else first
    return date(year, 1, 1), date(year, 12, 31)


def year_edge(match: re.Match[str], today: date, _past: bool) -> Span:
    return _one(date(today.year, 12, 31) if match[0] != "年初" else date(today.year, 1, 1))


def half_year(match: re.Match[str], today: date, _past: bool) -> Span:
    first = match[0] == "上半年"
    return (
        (date(today.year, 1, 1), date(today.year, 6, 30))
        if first
        else (date(today.year, 7, 1), date(today.year, 12, 31))
    )


def relative_month(match: re.Match[str], today: date, _past: bool) -> Span:
    words = match["step"]
    month = today.month + _STEP[words[0]] * len(words.replace("个", "").replace("一", ""))
    span = _month(today.year, month)
    if match["part"]:
        return _one(span[0]) if match["part"] in "月初" else _one(span[1])
    return _one(span[0].replace(day=_number(match["day"]))) if match["day"] else span


def month_edge(match: re.Match[str], today: date, _past: bool) -> Span:
    first, last = _month(today.year, today.month)
    if match[0] == "月初":
        return _one(first if first >= today else _month(today.year, today.month + 1)[0])
    return _one(last)


def week(match: re.Match[str], today: date, past: bool) -> Span:
    step, name = match["step"] or "", match["day"]
    monday = today - timedelta(days=today.weekday())
    monday += timedelta(weeks=_STEP[step[0]] * len(step) if step else 0)
    if not name:
        return monday, monday + timedelta(days=6)
    if name == "末":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    place = int(name) - 1 if name.isdigit() else "一二三四五六日".index(name.replace("天", "日"))
    day = monday + timedelta(days=place)
    if not step and day < today and not past:
        day += timedelta(weeks=1)
    return _one(day)


def quarter(match: re.Match[str], today: date, _past: bool) -> Span:
    step, number = match["step"], match["number"]
    which = (today.month - 1) // 3 + _STEP[step] if step else _number(number) - 1
    return _month(today.year, which * 3 + 1)[0], _month(today.year, which * 3 + 3)[1]


def full_date(match: re.Match[str], today: date, past: bool) -> Span | None:
    year, month = _calendar_year(match["year"]), _number(match["month"])
    if not 1 <= month <= 12:
        return None
    day = match["day"]
    years = [year] if year else [today.year - 1, today.year, today.year + 1]
    spans = [_day_or_month(each, month, day) for each in years]
    return spans[0] if year else _nearest(spans, today, past)


def _day_or_month(year: int, month: int, day: str | None) -> Span:
    if day in ("底", "末", "初"):
        return _one(_month(year, month)[0 if day == "初" else 1])
    return _one(date(year, month, _number(day))) if day else _month(year, month)


def whole_year(match: re.Match[str], _today: date, _past: bool) -> Span | None:
    year = _calendar_year(match["year"])
    return (date(year, 1, 1), date(year, 12, 31)) if year and 1990 <= year <= 2100 else None


def day_of_month(match: re.Match[str], today: date, past: bool) -> Span | None:
    day, spans = _number(match["day"]), []
    for shift in (-1, 0, 1):
        first, last = _month(today.year, today.month + shift)
        if 1 <= day <= last.day:
            spans.append(_one(first.replace(day=day)))
    return _nearest(spans, today, past)


def term(match: re.Match[str], today: date, past: bool) -> Span | None:
    term = match["term"].replace(".", "")
    word = match["word"]
    if word:
        return days_of(term, today.year + YEARS[word])
    spans = [days_of(term, today.year + shift) for shift in (-1, 0, 1)]
    return _nearest([span for span in spans if span], today, past)


def dotted(match: re.Match[str], today: date, past: bool) -> Span | None:
    month, day = int(match["month"]), int(match["day"])
    return _nearest([_one(date(today.year + shift, month, day)) for shift in (-1, 0, 1)], today, past)
