"""Holidays and shopping days of the Chinese year, as spans of days."""

from datetime import date, timedelta

_LUNAR_DAYS = ("春节", "端午", "七夕", "中秋", "重阳")  # 1/1, 5/5, 7/7, 8/15 and 9/9 of the lunar year
# Compared with the libraries lunardate and zhdate, which agree on every day.
_LUNAR = {
    2020: ((1, 25), (6, 25), (8, 25), (10, 1), (10, 25)),
    2021: ((2, 12), (6, 14), (8, 14), (9, 21), (10, 14)),
    2022: ((2, 1), (6, 3), (8, 4), (9, 10), (10, 4)),
    2023: ((1, 22), (6, 22), (8, 22), (9, 29), (10, 23)),
    2024: ((2, 10), (6, 10), (8, 10), (9, 17), (10, 11)),
    2025: ((1, 29), (5, 31), (8, 29), (10, 6), (10, 29)),
    2026: ((2, 17), (6, 19), (8, 19), (9, 25), (10, 18)),
    2027: ((2, 6), (6, 9), (8, 8), (9, 15), (10, 8)),
    2028: ((1, 26), (5, 28), (8, 26), (10, 3), (10, 26)),
    2029: ((2, 13), (6, 16), (8, 16), (9, 22), (10, 16)),
    2030: ((2, 3), (6, 5), (8, 5), (9, 12), (10, 5)),
    2031: ((1, 23), (6, 24), (8, 24), (10, 1), (10, 24)),
    2032: ((2, 11), (6, 12), (8, 12), (9, 19), (10, 12)),
    2033: ((1, 31), (6, 1), (8, 1), (9, 8), (10, 1)),
    2034: ((2, 19), (6, 20), (8, 20), (9, 27), (10, 20)),
    2035: ((2, 8), (6, 10), (8, 10), (9, 16), (10, 9)),
    2036: ((1, 28), (5, 30), (8, 28), (10, 4), (10, 27)),
    2037: ((2, 15), (6, 18), (8, 17), (9, 24), (10, 17)),
    2038: ((2, 4), (6, 7), (8, 7), (9, 13), (10, 7)),
    2039: ((1, 24), (5, 27), (8, 26), (10, 2), (10, 26)),
    2040: ((2, 12), (6, 14), (8, 14), (9, 20), (10, 14)),
}
# which lunar day, number of days, shift
_LUNAR_TERMS = {name: (name, 1, 0) for name in _LUNAR_DAYS}
_LUNAR_TERMS |= {
    "春节": ("春节", 7, 0),
    "过年": ("春节", 7, 0),
    "元宵": ("春节", 1, 14),
    "正月十五": ("春节", 1, 14),
}
_LUNAR_TERMS |= dict.fromkeys(("除夕", "大年三十", "年三十"), ("春节", 1, -1))
_LUNAR_TERMS |= {
    f"{year}{day}": ("春节", 1, shift)
    for year in ("大年初", "正月初")
    for shift, day in enumerate("一二三四五六七八九十")
}
# month, day, number of days
_SOLAR_TERMS = {
    "元旦": (1, 1, 1),
    "情人节": (2, 14, 1),
    "三八": (3, 8, 1),
    "妇女节": (3, 8, 1),
    "三八妇女节": (3, 8, 1),
}
_SOLAR_TERMS |= {
    "五四": (5, 4, 1),
    "青年节": (5, 4, 1),
    "五四青年节": (5, 4, 1),
    "儿童节": (6, 1, 1),
    "六一儿童节": (6, 1, 1),
    "六一": (6, 1, 1),
}
_SOLAR_TERMS |= dict.fromkeys(("五一", "劳动节", "五一劳动节"), (5, 1, 5))
_SOLAR_TERMS |= dict.fromkeys(("618", "六一八", "6.18", "6·18"), (6, 18, 1))
_SOLAR_TERMS |= {"暑假": (7, 1, 62), "建军节": (8, 1, 1), "八一建军节": (8, 1, 1), "教师节": (9, 10, 1)}
_SOLAR_TERMS |= dict.fromkeys(("国庆", "十一国庆", "十一", "十一黄金周", "十一假期", "十一长假"), (10, 1, 7))
_SOLAR_TERMS |= dict.fromkeys(("双十一", "双11", "11.11", "光棍节"), (11, 11, 1))
_SOLAR_TERMS |= dict.fromkeys(("双十二", "双12", "12.12"), (12, 12, 1))
_SOLAR_TERMS |= {"平安夜": (12, 24, 1), "圣诞": (12, 25, 1)}
# month, which Sunday
_SUNDAYS = {"母亲节": (5, 2), "父亲节": (6, 3)}
_ALWAYS_MEANT = {*_LUNAR_TERMS, *_SOLAR_TERMS, *_SUNDAYS, "清明"} - {"十一", "三八", "五四"}
TERMS = tuple(sorted(_ALWAYS_MEANT, key=len, reverse=True))


def days_of(term: str, year: int) -> tuple[date, date] | None:
    """First and last day of a term in a year; none where the lunar table ends."""
    if term in _SOLAR_TERMS:
        return _span(date(year, *_SOLAR_TERMS[term][:2]), _SOLAR_TERMS[term][2])
    if term in _SUNDAYS:
        month, which = _SUNDAYS[term]
        latest = date(year, month, 7 * which)
        return _span(latest - timedelta(days=(latest.weekday() + 1) % 7), 1)
    if term == "清明":
        return _span(date(year, 4, _clear_and_bright(year)), 1)
    if year not in _LUNAR:
        return None
    which_day, length, shift = _LUNAR_TERMS[term]
    month_day = _LUNAR[year][_LUNAR_DAYS.index(which_day)]
    return _span(date(year, *month_day) + timedelta(days=shift), length)


def _span(first: date, length: int) -> tuple[date, date]:
    return first, first + timedelta(days=length - 1)


def _clear_and_bright(year: int) -> int:
    """The day of April of the solar term 清明 in this century (the usual formula of 寿星)."""
    return int(year % 100 * 0.2422 + 4.81) - year % 100 // 4
