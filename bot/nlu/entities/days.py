"""Which days are named from today: 后天, 下周三, 上个月, 今年三月; used by the patterns of ``date``."""

import re
from datetime import date, timedelta

from bot.nlu.entities.span import Span, day_or_month, month_of, number_of, one, part_of

DAYS = dict.fromkeys(("今天", "今日", "今晚", "今早", "今儿"), 0)
DAYS |= dict.fromkeys(("明天", "明日", "明儿", "明早", "明晚"), 1)
DAYS |= dict.fromkeys(("后天", "后日", "后儿"), 2) | {"大后天": 3}
DAYS |= dict.fromkeys(("昨天", "昨日", "昨晚", "昨儿", "昨夜"), -1)
DAYS |= dict.fromkeys(("前天", "前日", "前晚", "前儿"), -2)
DAYS |= {"大前天": -3, "大前儿": -3}
YEARS = {"今年": 0, "本年": 0, "明年": 1, "下一年": 1, "后年": 2, "大后年": 3}
YEARS |= {"去年": -1, "上一年": -1, "前年": -2, "大前年": -3}
_TOGETHER = {"今明": (0, 1), "明后": (1, 2), "昨今": (-1, 0)}
_STEP = {"上": -1, "这": 0, "本": 0, "当": 0, "下": 1}


def relative_day(match: re.Match[str], today: date, _past: bool) -> Span:
    return one(today + timedelta(days=DAYS[match[0]]))


def days_together(match: re.Match[str], today: date, _past: bool) -> Span:
    first, last = _TOGETHER[match[0][:2]]
    return today + timedelta(days=first), today + timedelta(days=last)


def relative_year(match: re.Match[str], today: date, _past: bool) -> Span:
    year = today.year + YEARS[match["word"]]
    part = match["part"]
    if part in ("年初", "初"):
        return one(date(year, 1, 1))
    if part in ("年底", "年末", "底", "末"):
        return one(date(year, 12, 31))
    if part in ("上半年", "下半年"):
        return (
            (date(year, 1, 1), date(year, 6, 30))
            if part[0] == "上"
            else (date(year, 7, 1), date(year, 12, 31))
        )
    if match["month"]:
        return day_or_month(year, number_of(match["month"]), match["day"])
    return date(year, 1, 1), date(year, 12, 31)


def year_edge(match: re.Match[str], today: date, _past: bool) -> Span:
    return one(date(today.year, 12, 31) if match[0] != "年初" else date(today.year, 1, 1))


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
    span = month_of(today.year, month)
    if match["part"]:
        return part_of(span, match["part"].removeprefix("月"))
    return one(span[0].replace(day=number_of(match["day"]))) if match["day"] else span


def month_edge(match: re.Match[str], today: date, _past: bool) -> Span:
    span = month_of(today.year, today.month)
    if match[0] == "月初" and span[0] < today:
        span = month_of(today.year, today.month + 1)
    return part_of(span, match[0].removeprefix("月"))


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
    if not step and (day > today if past else day < today):
        day += timedelta(weeks=-1 if past else 1)
    return one(day)


def quarter(match: re.Match[str], today: date, _past: bool) -> Span:
    step, number = match["step"], match["number"]
    which = (today.month - 1) // 3 + _STEP[step] if step else number_of(number) - 1
    return month_of(today.year, which * 3 + 1)[0], month_of(today.year, which * 3 + 3)[1]
