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
_DAY = re.compile(rf"(?:{_N})[号日]")
_UNTIL = re.compile(r"\s*(?:到|至|-|~)\s*")
_WORD = "|".join(sorted(days.YEARS, key=len, reverse=True))
_NO_DAY = "(?!线|码|元|本|楼|卡|店|院|租|包|常|套餐|产品|系)"
_WEEK = r"(?<!以)(?P<step>[上下]{1,2}|这|本)%s一?个?(?:周|星期|礼拜)"
_MONTH_STEP = r"(?<!以)(?P<step>上{1,3}一?个?|下{1,2}一?个?|这一?个?|本|当)月"
_MONTH = rf"(?:{_YEAR}\s*年的?\s*)?(?P<month>{_N})月"
_TERM = "|".join((r"6\.18", *TERMS))
_NATIONAL_DAY = r"(?<![\d一二三四五六七八九十双月第])"
_PATTERNS: tuple[tuple[str, Callable[[re.Match[str], date, bool], Span | None]], ...] = (
    ("|".join(sorted(days.DAYS, key=len, reverse=True)), days.relative_day),
    (rf"(?<!以)(?P<word>{_WORD})的?(?P<part>年?[初底末]|[上下]半年)(?P<month>)(?P<day>)", days.relative_year),
    (
        rf"(?<!以)(?P<word>{_WORD})(?P<part>)(?:的?(?P<month>{_N})月份?(?:(?P<day>{_N})[号日])?)?",
        days.relative_year,
    ),
    (r"(?<![\d一二三四五六七八九十半])年(?:底|末|初|尾)(?!月)", days.year_edge),
    (r"(?<![年个])[上下]半年", days.half_year),
    (rf"{_MONTH_STEP}份?的?(?P<part>月?[初底末])(?P<day>)", days.relative_month),
    (rf"{_MONTH_STEP}(?P<part>)(?:份?的?(?P<day>{_N})[号日])?(?!租|费|亮|饼|供|结)", days.relative_month),
    (r"(?<![\d一二三四五六七八九十个本])月(?:底|末|初)", days.month_edge),
    (_WEEK % "?" + "(?P<day>[一二三四五六日天末]|[1-6])(?![年天日个])", days.week),
    (_WEEK % "" + "(?P<day>)(?![一二三四五六日天末])", days.week),
    (r"(?<!以)(?P<step>[上这本下])一?个?(?P<number>)季度", days.quarter),
    (r"(?P<step>)第?(?P<number>[一二三四1-4])季度(?!利|定)", days.quarter),
    (rf"{_MONTH}(?:份?(?P<day>{_N})\s*[号日]?(?![\d个元块gm])|份)?(?!租|费|初|底|末)", days.full_date),
    (rf"{_MONTH}(?P<day>[初底末])", days.full_date),
    (
        r"(?<!\d)(?P<year>20\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?(?!\d)",
        days.full_date,
    ),
    (
        r"(?<![\d.年])(?P<month>1[0-2]|[1-9])\.(?P<day>[12]\d|3[01]|[1-9])"
        r"(?=号|日|那|之?前|之?后|去|开|出|大促|活动|搞|到)(?:号|日)?",
        days.dotted,
    ),
    (rf"{_YEAR}年(?!度|期|化|金|费|龄|轻|级|利)(?!\s*(?:{_N})月)", days.whole_year),
    (rf"(?<![\d月一二三四五六七八九十第.])(?P<day>{_N})[号日]{_NO_DAY}", days.day_of_month),
    (rf"{_NATIONAL_DAY}(?P<term>十一)(?P<word>)(?=去|出|到|期间|放假|回|旅|玩)", days.term),
    (rf"(?P<word>{_WORD})?的?(?P<term>{_TERM})(?:节|假期|期间|长假|黄金周|放假)?(?!\d)", days.term),
)
_RULES = tuple((re.compile(words), resolve) for words, resolve in _PATTERNS)


def find(text: str, today: date) -> list[Found]:
    """Dates in a folded text; ``today`` is the message's day where the customer is."""
    kept: list[tuple[int, int, Span]] = []
    for start, end, span in sorted(_spans(text, today), key=lambda item: (item[0], -item[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, span))
    return [Found("date", _value(span), start, end) for start, end, span in _joined(text, kept)]


def _joined(text: str, kept: list[tuple[int, int, Span]]) -> Iterator[tuple[int, int, Span]]:
    """9月1日到9月30日 is one span."""
    pending: tuple[int, int, Span] | None = None
    for start, end, span in kept:
        if pending and _UNTIL.fullmatch(text[pending[1] : start]):
            first = pending[2][0]
            last = (
                span[1].replace(year=first.year, month=first.month)
                if _DAY.fullmatch(text[start:end])
                else span[1]
            )
            if first <= last:
                pending = (pending[0], end, (first, last))
                continue
        if pending:
            yield pending
        pending = (start, end, span)
    if pending:
        yield pending


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
