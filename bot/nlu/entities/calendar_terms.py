"""Holidays and shopping days of the Chinese year, as spans of days."""

from datetime import date, timedelta

# First day of the lunar year, Duanwu (5/5) and Mid-Autumn (8/15); Lantern is day 15 of the year.
_LUNAR = {
    2024: ((2, 10), (6, 10), (9, 17)),
    2025: ((1, 29), (5, 31), (10, 6)),
    2026: ((2, 17), (6, 19), (9, 25)),
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
}
_LUNAR_TERMS = {
    "春节": (0, 7, 0),
    "过年": (0, 7, 0),
    "大年初一": (0, 1, 0),
    "除夕": (0, 1, -1),
    "大年三十": (0, 1, -1),
    "元宵": (0, 1, 14),
}
_LUNAR_TERMS |= {"端午": (1, 1, 0), "中秋": (2, 1, 0)}
# month, day, number of days
_SOLAR_TERMS = {
    "国庆": (10, 1, 7),
    "十一": (10, 1, 7),
    "十一黄金周": (10, 1, 7),
    "十一假期": (10, 1, 7),
    "十一长假": (10, 1, 7),
    "五一": (5, 1, 5),
    "劳动节": (5, 1, 5),
    "元旦": (1, 1, 1),
    "清明": (4, 4, 3),
    "暑假": (7, 1, 62),
    "儿童节": (6, 1, 1),
    "六一": (6, 1, 1),
    "圣诞": (12, 25, 1),
    "双十一": (11, 11, 1),
    "双11": (11, 11, 1),
    "双十二": (12, 12, 1),
    "双12": (12, 12, 1),
    "618": (6, 18, 1),
    "六一八": (6, 18, 1),
    "情人节": (2, 14, 1),
}
TERMS = tuple(sorted((*_LUNAR_TERMS, *(_SOLAR_TERMS.keys() - {"十一"})), key=len, reverse=True))


def days_of(term: str, year: int) -> tuple[date, date] | None:
    """First and last day of a term in a year; none where the lunar table ends."""
    if term in _SOLAR_TERMS:
        month, day, length = _SOLAR_TERMS[term]
        first = date(year, month, day)
        return first, first + timedelta(days=length - 1)
    if year not in _LUNAR:
        return None
    which, length, shift = _LUNAR_TERMS[term]
    first = date(year, *_LUNAR[year][which]) + timedelta(days=shift)
    return first, first + timedelta(days=length - 1)
