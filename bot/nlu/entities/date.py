"""Dates and spans of days against the message's own day: 下周三, 月底, 国庆, 6.18, 上个月, 后天."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from bot.nlu.entities import days
from bot.nlu.entities.calendar_terms import TERMS
from bot.nlu.entities.days import Span
from bot.nlu.entities.found import Found

_N = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR = r"(?P<year>(?:19|20)\d\d|[一二]?[零〇一二三四五六七八九]{3,4}|\d\d)"
_PAST = re.compile(
    r"账单|话费|扣|花了|用了|交易|流水|明细|发票|欠|上次|已经|收了|那天|买的|办的|充的|转的|存的|出账|消费"
)
_WORD = "|".join(sorted(days.YEARS, key=len, reverse=True))
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date, bool], Span | None]], ...] = (
    (re.compile("|".join(sorted(days.DAYS, key=len, reverse=True))), days.relative_day),
    (re.compile(rf"(?P<word>{_WORD})的?(?:(?P<part>年?[初底末]|[上下]半年)|(?P<month>{_N})月份?(?:(?P<day>{_N})[号日])?)?"), days.relative_year),
    (re.compile(r"(?<![\d一二三四五六七八九十半])年(?:底|末|初|尾)(?!月)"), days.year_edge),
    (re.compile(r"(?<![年个])[上下]半年"), days.half_year),
    (re.compile(rf"(?P<step>上{{1,3}}一?个?|下{{1,2}}一?个?|这一?个?|本|当)月(?:份?的?(?P<part>月?[初底末])|份?的?(?P<day>{_N})[号日])?(?!租|费|亮|饼|供|结)"), days.relative_month),
    (re.compile(r"(?<![\d一二三四五六七八九十个本])月(?:底|末|初)"), days.month_edge),
    (re.compile(r"(?P<step>[上下]{1,2}|这|本)?一?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末]|[1-6])(?![年天日个])"), days.week),
    (re.compile(r"(?P<step>[上下]{1,2}|这|本)一?个?(?:周|星期|礼拜)(?P<day>)(?![一二三四五六日天末])"), days.week),
    (re.compile(r"(?:(?P<step>[上这本下])一?个?季度|第?(?P<number>[一二三四1-4])季度(?!利|定))"), days.quarter),
    (re.compile(rf"(?:{_YEAR}\s*年的?\s*)?(?P<month>{_N})月(?:份?(?P<day>{_N})\s*[号日]?(?![\d个元块gm])|份)?(?!租|费|初|底|末)"), days.full_date),
    (re.compile(rf"(?:{_YEAR}\s*年的?\s*)?(?P<month>{_N})月(?P<day>[初底末])"), days.full_date),
    (re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?(?!\d)"), days.full_date),
    (re.compile(r"(?<![\d.年])(?P<month>1[0-2]|[1-9])\.(?P<day>[12]\d|3[01]|[1-9])(?=号|日|那|之?前|之?后|去|开|出|大促|活动|搞|到)(?:号|日)?"), days.dotted),
    (re.compile(rf"{_YEAR}年(?!度|期|化|金|费|龄|轻|级|利)(?!\s*(?:{_N})月)"), days.whole_year),
    (re.compile(rf"(?<![\d月一二三四五六七八九十第.])(?P<day>{_N})[号日](?!线|码|元|本|楼|卡|店|院|租|包|常|套餐|产品|系)"), days.day_of_month),
    (re.compile(rf"(?P<word>{_WORD})?的?(?P<term>6\.18|{'|'.join(TERMS)})(?:节|假期|期间|长假|黄金周|放假)?(?!\d)"), days.term),
)  # fmt: skip


def find(text: str, today: date) -> list[Found]:
    """Dates in a folded text; ``today`` is the message's day where the customer is."""
    found: list[Found] = []
    for start, end, span in sorted(_spans(text, today), key=lambda item: (item[0], -item[1])):
        item = Found("date", _value(span), start, end)
        if not any(item.overlaps(other) for other in found):
            found.append(item)
    return found


def _value(span: Span) -> str | dict[str, str]:
    first, last = span
    return first.isoformat() if first == last else {"from": first.isoformat(), "to": last.isoformat()}


def _spans(text: str, today: date) -> Iterator[tuple[int, int, Span]]:
    past = bool(_PAST.search(text))
    for pattern, resolve in _RULES:
        for match in pattern.finditer(text):
            try:
                span = resolve(match, today, past)
            except ValueError:  # the 31st of a month of 30 days
                continue
            if span:
                yield match.start(), match.end(), span
