"""Lengths of time as ISO 8601: 半年 P6M, 一年半 P18M, 180天 P180D, 仨月 P3M, 十年后 P10Y."""

import re
from fractions import Fraction

from bot.nlu.entities.found import Found
from bot.nlu.entities.numeral import numeral_at
from bot.nlu.entities.quantity import Amount, Quantity, quantities

_UNIT = re.compile(
    r"\s*(?P<count>个)?(?P<half>半)?(?P<more>多|来)?\s*"
    r"(?:(?P<year>周年|年)|(?P<season>季度|季)|(?P<month>月(?!租|薪|供))|(?P<week>星期|礼拜|周(?!年|[一二三四五六日末]))"
    r"|(?P<day>天|日(?!元|本|韩|系|租|包|常|报))|(?P<hour>小时|钟头)|(?P<minute>分钟|min))(?P<tail>半|多(?!少|久|大))?"
)
_HALVES = re.compile(
    r"(?:大|小)?半(?P<count>个)?(?P<more>多)?(?:(?P<year>年)|(?P<month>月)|(?P<hour>小时|钟头))(?P<tail>多(?!少|久))?"
)
_SOME = re.compile(r"个把(?:(?P<month>月)|(?P<week>星期|礼拜)|(?P<hour>小时|钟头))(?P<more>)(?P<tail>)")
_SIZE = {"year": ("M", 12), "season": ("M", 3), "month": ("M", 1), "week": ("D", 7), "day": ("D", 1)}
_SIZE |= {"hour": ("T", 60), "minute": ("T", 1)}
_TRIP = re.compile("游|行程|内|之内|年化|漫游")
_DATED = re.compile(
    r"(?:(?<!以)[上下前]|(?<!日)本|[这那哪每近今明第头]|大[前后]|周|星期|农历|\d[-/.])\s*(?:一)?$"
)
_RATE_BEFORE = re.compile(
    r"(?:每|[元块钱毛\d]\s*|[块毛万千百][一二三四五六七八九]|块钱|费|费用|[\d元块]是|/)$"
)
_RATE_AFTER = re.compile(
    r"\s*(?:是|要|得|就|才|能|的|大概|差不多|也就|至少|最多|总共|一共)*(?:多少|几[块元个g毛]|用|花|话费|月租|消费|交|扣|收|只要|费用|\d|打|投|存|租|攒|赚|[一二两三四五六七八九十几]+[百千万块元毛个g])"
)
_ASKED_RATE = re.compile(r"(?:可以|最多|[能要吃借得看]){0,2}几[次块元个g毛本片]")
_OUTCOME = re.compile("(?:下来|后)?(?:大概|能有|能拿|会有|有多少|利息|收益|变|到期|本息)")
_NOT_SPAN = re.compile(
    r"\s*(?:到晚|不间断|人工|客服|热线|营业|在线|服务厅?|自助|无理由|回|到账|的?电话|能(?!有|攒|存|拿|赚|变)|都|就要|新低|线|级|会员日)"
)
_LATER = re.compile(r"之后|以后|后(?![天年来面])")
_AGE = re.compile(r"\s*(?:出生|生人|级的?学)")


def find(text: str) -> list[Found]:
    """Durations in a folded text; rates such as 一个月多少钱 and calendar months are none."""
    return [
        Found("duration", item.value, item.start, item.end + _later(text, item.end))
        for item in quantities(text, _amount_at, _iso)
        if not _is_other(text, item)
    ]


def _later(text: str, end: int) -> int:
    """Characters of the 后 in 十年后."""
    later = _LATER.match(text, end)
    return len(later[0]) if later else 0


def _amount_at(text: str, pos: int) -> Amount | None:
    first = _one(text, pos)
    if first is None:
        return None
    second = _one(text, first.end + (text[first.end : first.end + 1] in ("零", "又")))
    if second and second.kind == first.kind and second.per < first.per and not first.approx:
        low, high = first.low + second.low, first.high + second.high
        return Amount(low, high, second.approx, second.end, second.per, second.scale, first.kind)
    return first


def _one(text: str, pos: int) -> Amount | None:
    half = _HALVES.match(text, pos)
    if half and text[pos - 1 : pos] not in ("上", "下", "个", "前", "后", "大", "小"):
        vague = half[0][0] in "大小"
        return _measured(half, Fraction(0), Fraction(0), extra=Fraction(1, 2), approx=vague)
    some = _SOME.match(text, pos)
    if some:
        return _measured(some, Fraction(1), Fraction(1), extra=Fraction(0), approx=True)
    number = numeral_at(text, pos)
    if number is None:
        return None
    unit = _UNIT.match(text, number.end)
    if unit is None or _is_calendar(unit, text[pos : number.end], number.high):
        return None
    tail_half = Fraction(1, 2) if unit["half"] or unit["tail"] == "半" else Fraction(0)
    return _measured(unit, number.low, number.high, extra=tail_half, approx=number.approx)


def _measured(unit: re.Match[str], low: Fraction, high: Fraction, *, extra: Fraction, approx: bool) -> Amount:
    name = next(name for name, found in unit.groupdict().items() if found and name in _SIZE)
    kind, size = _SIZE[name]
    per = Fraction(size)
    if kind == "M" and name == "month" and extra:
        kind, per = "D", Fraction(30)
    vague = approx or bool(unit["more"]) or unit["tail"] == "多"
    return Amount((low + extra) * per, (high + extra) * per, vague, unit.end(), per, 1, kind)


def _is_calendar(unit: re.Match[str], words: str, high: Fraction) -> bool:
    """2026年, 10月 and 5日 name a date; 三月 too, while 仨月 and 俩月 count."""
    if unit["year"]:
        return high > 100 or (words.isdigit() and len(words) == 4) or words.startswith("二零")
    if unit["month"]:
        return not unit["count"] and not unit["half"] and words not in ("仨", "俩", "两", "俩仨")
    return unit["day"] == "日" and not words.isdigit() and not _TRIP.match(unit.string, unit.end())


def _is_other(text: str, item: Quantity) -> bool:
    before, said = text[: item.bare_start], text[item.bare_start : item.bare_end]
    if _DATED.search(before) and not re.search(r"(?:最?近|[前每])$", before) and "下定决心" not in before:
        return True
    if said.endswith("年") and before.endswith("去"):
        return True
    if re.search(r"(?:每隔?|第|头)$", before) or _NOT_SPAN.match(text, item.bare_end):
        return True
    if re.search(r"(?:这|那|前|过)$", before) and said in ("两天", "几天", "俩天"):
        return True
    if not re.fullmatch(r"[一1]\s*(?:个?月|年|天|日|周|个?季度|个?星期|个?小时|分钟)", said):
        return bool(re.search(r"号|日期", said)) or bool(_AGE.match(text, item.bare_end))
    return _is_rate(text, before, item)


def _is_rate(text: str, before: str, item: Quantity) -> bool:
    """39块钱一年, 一个月多少钱; not 十块钱一年能有多少."""
    if _RATE_AFTER.match(text, item.bare_end) or _ASKED_RATE.match(text, item.bare_end):
        return True
    if not text[item.bare_start : item.bare_end].endswith("年"):
        return bool(_RATE_BEFORE.search(before)) or before.endswith(("百", "千", "万"))
    return bool(_RATE_BEFORE.search(before)) and not _OUTCOME.match(text, item.bare_end)


def _iso(length: Fraction, kind: str) -> str:
    number = int(length + Fraction(1, 2))
    if kind == "M":
        return f"P{number // 12}Y" if number % 12 == 0 and number else f"P{number}M"
    if kind == "D":
        return f"P{number}D"
    return f"PT{number // 60}H" if number % 60 == 0 else f"PT{number}M"
