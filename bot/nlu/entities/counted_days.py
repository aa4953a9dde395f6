"""Days counted from today: 三天后, 半年前, 近三个月; used by the patterns of ``date``."""

import re
from datetime import date, timedelta

from bot.nlu.entities.span import Span, month_of, number_of, one

_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_MONTHS = {"月": 1, "季度": 3, "年": 12}


def days_later(match: re.Match[str], today: date, _past: bool) -> Span:
    return one(_away(match, today, 1))


def time_ago(match: re.Match[str], today: date, _past: bool) -> Span:
    return one(_away(match, today, -1))


def until_today(match: re.Match[str], today: date, _past: bool) -> Span:
    return _away(match, today, -1), today


def _away(match: re.Match[str], today: date, sign: int) -> date:
    """``count`` of ``unit`` from today; half a month is 15 days."""
    count, unit = match["count"], match["unit"].removeprefix("个")
    if unit in _DAYS:
        return today + timedelta(days=sign * number_of(count) * _DAYS[unit])
    if count == "半":
        return today + timedelta(days=15 * sign) if unit == "月" else _shifted(today, 6 * sign)
    return _shifted(today, sign * number_of(count) * _MONTHS[unit])


def _shifted(day: date, months: int) -> date:
    """The same day some months away, or the last day of a shorter month."""
    first, last = month_of(day.year, day.month + months)
    return last if day.day > last.day else first.replace(day=day.day)
