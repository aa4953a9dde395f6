"""Dates and spans of days against the message's own day: 下周三, 月底, 国庆, 6.18, 上个月, 三天后."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.nlu.entities.date_patterns import RULES
from bot.nlu.entities.found import Found
from bot.nlu.entities.span import Span

_PAST = re.compile(
    r"账单|话费|扣|花了|用了|交易|流水|明细|发票|欠|上次|已经|收了|那天|[买办充转存装修报开下订签]的|投诉的"
    r"|出账|消费|去了|了一?趟|过了|没收到|断网|停机|当时"
)
_DAY = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日]")
_WEEKDAY = re.compile("(?:周|星期|礼拜)[一二三四五六日天]")
_UNTIL = re.compile(r"\s*(?:到|至|-|~)\s*")
_HALF_DAY = re.compile("的?(?:早上|早晨|一早|上午|中午|下午|傍晚|晚上|夜里|半夜|凌晨)")


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
            first, last = pending[2][0], span[1]
            if _WEEKDAY.fullmatch(text[start:end]) and last < first:
                last += timedelta(weeks=1 + (first - last).days // 7)
            if _DAY.fullmatch(text[start:end]):
                last = last.replace(year=first.year, month=first.month)
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
    """What each pattern finds; the time of day belongs to the words of a day."""
    past = bool(_PAST.search(text))
    for pattern, resolve in RULES:
        for match in pattern.finditer(text):
            try:
                span = resolve(match, today, past)
            except ValueError:  # the 31st of a month of 30 days
                continue
            if span:
                hour = _HALF_DAY.match(text, match.end()) if span[0] == span[1] else None
                yield match.start(), hour.end() if hour else match.end(), span
