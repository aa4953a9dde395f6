"""Ways of naming a day or a span of days, each with the function that finds which it is."""

import re
from collections.abc import Callable
from datetime import date

from bot.nlu.entities import calendar_days, counted_days, days
from bot.nlu.entities.calendar_terms import TERMS
from bot.nlu.entities.span import Span

Resolve = Callable[[re.Match[str], date, bool], Span | None]

_CHINESE = "一二三四五六七八九十"
_N = rf"\d{{1,2}}|[{_CHINESE}]{{1,3}}"
_YEAR = r"(?P<year>(?:19|20)\d\d|[一二]?[零〇一二三四五六七八九]{3,4}|\d\d)"
_WORD = "|".join(sorted(days.YEARS, key=len, reverse=True))
_NO_DAY = (
    "(?!线|码|元|本|楼|卡|店|院|租|包|常|套餐|产品|系|公寓|方案|选项|窗|桌|柜|主持"
    "|库|门|机|位|窗|游|行|内|之内|漫游|年化|均|结|盈|文|语|料)"
)
_WEEK = r"(?<![以每])(?P<step>[上下]{1,2}|这|本)%s一?个?(?:周|星期|礼拜)"
_MONTH_STEP = r"(?<!以)(?P<step>上{1,3}一?个?|下{1,2}一?个?|这一?个?|本|当)月"
_MONTH = rf"(?<![\d{_CHINESE}半.])(?:{_YEAR}\s*年的?\s*)?(?P<month>{_N})月"
_TERM = "|".join(map(re.escape, TERMS))
_TENTH = "上旬|中旬|下旬"
_MIDDLE = "中(?!国|介|秋|间|信)"
_COUNT = rf"(?P<count>\d{{1,3}}|[{_CHINESE}百两俩仨]{{1,4}})"
_WEEKS = "天|周|个?星期|个?礼拜"
_LONGER = "年|个月|个季度|个?星期|个?礼拜|周|天"
_BEFORE = "(?:之前|以前|前(?![天年面台提]))"
_LATELY = "最近这?|近|过去的?"
_LATELY_OR_THIS = f"{_LATELY}|这"


def _spans(lead: str, units: str, count: str = _COUNT) -> str:
    """「近三个月」「过去七天」: what leads, how many, of what."""
    return rf"(?:{lead}){count}(?P<unit>{units})(?:以?来|之?内)?"


_PATTERNS: tuple[tuple[str, Resolve], ...] = (
    ("|".join(sorted(days.DAYS, key=len, reverse=True)), days.relative_day),
    ("今明两?天|明后[两]?天|昨今两?天", days.days_together),
    (
        rf"(?<![提满\d{_CHINESE}])(?:再过|过)?{_COUNT}(?P<unit>{_WEEKS})(?:之后|以后|过后|后(?![天年来面]))",
        counted_days.days_later,
    ),
    (rf"(?<![超不经路通交渡])再?过{_COUNT}(?<![两几俩])(?P<unit>{_WEEKS})", counted_days.days_later),
    (rf"(?P<count>半)(?P<unit>年|个?月){_BEFORE}", counted_days.time_ago),
    (rf"(?<![提近\d{_CHINESE}]){_COUNT}(?P<unit>{_LONGER}){_BEFORE}", counted_days.time_ago),
    (_spans(_LATELY_OR_THIS, "年|个月|个季度"), counted_days.until_today),
    (rf"前{_COUNT}(?<![一1两2])(?P<unit>年|个月|个季度)", counted_days.until_today),
    (_spans(_LATELY, "天|日|周|个?星期|个?礼拜"), counted_days.until_today),
    (_spans(_LATELY_OR_THIS, "年|个?月", count="(?P<count>半)"), counted_days.until_today),
    (rf"(?<!以)(?P<word>{_WORD})的?(?P<part>年?[初底末]|[上下]半年)(?P<month>)(?P<day>)", days.relative_year),
    (
        rf"(?<!以)(?P<word>{_WORD})(?P<part>)(?:的?(?P<month>{_N})月份?(?:的?(?P<day>(?:{_N})(?=[号日])|{_TENTH}|[初底末])[号日]?)?)?",
        days.relative_year,
    ),
    (rf"(?<![\d{_CHINESE}半])年(?:底|末|初|尾)(?!月)", days.year_edge),
    (r"(?<![年个])[上下]半年", days.half_year),
    (rf"{_MONTH_STEP}份?的?(?P<part>月?(?:{_TENTH}|[初底末]|{_MIDDLE}))(?P<day>)", days.relative_month),
    (
        rf"{_MONTH_STEP}(?P<part>)(?:份?的?(?P<day>(?:{_N})(?=[号日])|[{_CHINESE}]{{2,3}}(?=$|[,。之前]))[号日]?)?(?!租|费|亮|饼|供|结|薪|付)",
        days.relative_month,
    ),
    (rf"(?<![\d{_CHINESE}个本])月(?:底|末|初|{_TENTH}|{_MIDDLE})", days.month_edge),
    (_WEEK % "?" + "(?P<day>[一二三四五六日天末]|[1-6])(?![年天日个])", days.week),
    (_WEEK % "" + "(?P<day>)(?![一二三四五六日天末])", days.week),
    (r"(?<!以)(?P<step>[上这本下])一?个?(?P<number>)季度", days.quarter),
    (rf"(?<![近\d{_CHINESE}])(?P<step>)第?(?P<number>[一二三四1-4])季度(?!定)", days.quarter),
    (r"(?<![a-z\d])(?P<step>)q(?P<number>[1-4])(?!\d)", days.quarter),
    (
        rf"{_MONTH}(?:份?的?(?P<day>{_N})\s*[号日]?(?![\d个元块gm条张])|份)?(?!租|费|初|底|末|[上中下]旬|{_MIDDLE}|薪)",
        calendar_days.full_date,
    ),
    (rf"{_MONTH}份?的?(?P<day>{_TENTH}|[初底末]|{_MIDDLE})", calendar_days.full_date),
    (
        r"(?<!\d)(?P<year>20\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?(?!\d)",
        calendar_days.full_date,
    ),
    (
        r"(?<![\da-z])(?P<year>20[123]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        calendar_days.full_date,
    ),
    (
        r"(?<![\d.年])(?P<month>1[0-2]|[1-9])\.(?P<day>[12]\d|3[01]|[1-9])"
        r"(?=号|日|那|之?前|之?后|去|开|出|大促|活动|搞|到)(?:号|日)?",
        calendar_days.dotted,
    ),
    (
        r"(?P<year>(?:19|20)\d\d|二[零〇][零〇一二三四五六七八九]{2})年(?!度|期|化|金|费|龄|轻|级|利|底|末|初)(?!\s*\d{1,2}月)",
        calendar_days.whole_year,
    ),
    (r"(?P<year>2\d)年(?:全年|(?=的?(?:账单|发票|流水|对账单)))", calendar_days.whole_year),
    (
        rf"(?<![\d月{_CHINESE}第.每转按选找])(?<!每月)(?<!每个月)(?P<day>{_N})[号日]{_NO_DAY}",
        calendar_days.day_of_month,
    ),
    (
        rf"(?<![\d{_CHINESE}双月第])(?P<term>十一)(?P<word>)(?=去|出|到|期间|放假|回|旅|玩|假|长假)",
        calendar_days.term,
    ),
    (
        rf"(?P<word>{_WORD})?的?(?<![\d.{_CHINESE}不通块毛])(?P<term>{_TERM})(?![\d块元费限路村]|广场|分钟|[个条次秒兆mg])"
        r"(?:节|假期|期间|长假|黄金周|放假|大促|当天|那天)?",
        calendar_days.term,
    ),
)
RULES = tuple((re.compile(words), resolve) for words, resolve in _PATTERNS)
