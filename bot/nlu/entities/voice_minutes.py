"""Call time in minutes: 五百分钟, 500min, 八小时通话; waiting time is not call time."""

import re
from fractions import Fraction

from bot.nlu.entities.found import Found
from bot.nlu.entities.numeral import numeral_at
from bot.nlu.entities.quantity import Amount, Quantity, quantities

_MINUTES = re.compile(
    r"\s*(?P<more>多|来)?\s*(?:分钟|mins?(?![a-z])|分(?=的?(?:通话|语音|主叫)|[,。]|$))(?P<tail>多(?!少|久))?"
)
_HOURS = re.compile(r"\s*(?P<count>个)?(?P<half>半)?(?P<more>多)?\s*(?:小时|钟头)(?P<tail>多(?!少|久))?")
_HALF_HOUR = re.compile(r"半个?(?:小时|钟头)")
_TALK_SAID = re.compile("通话|语音|主叫")
_RATE = re.compile(r"[一1]\s*(?:分钟|个?小时)")
_ALL_DAY = re.compile(r"(?:24|二十四)个?小时")
_TALK = re.compile(r"\s*的?(?:电话|通话|语音|主叫)")
_VOICE = re.compile(r"通话|语音|电话|主叫|被叫|打给|拨打|分钟数|聊天时长|煲粥|时长|长途|市话|免费分钟|min")
_ALLOWANCE = re.compile(r"套餐|流量|\dg|个g|剩|每月|每个月|一个月|够|包|超出|套外|免费|送")
_WAITING = re.compile(
    r"等|排队|以前|之前|之后|过了|(?:分钟|小时|钟头)(?:前|后|没|还没|了还|都没|内(?:到|回|处|恢|解)|就?断|一次)|断网|卡顿|没信号|没到账|到账|验证码"
)


def find(text: str) -> list[Found]:
    """Call times in a folded text."""
    return [
        Found("voice_minutes", item.value, item.start, item.end)
        for item in quantities(text, _amount_at, lambda minutes, _kind: int(minutes + Fraction(1, 2)))
        if _is_voice(text, item)
    ]


def _amount_at(text: str, pos: int) -> Amount | None:
    half = _HALF_HOUR.match(text, pos)
    if half:
        return Amount(Fraction(30), Fraction(30), False, half.end(), Fraction(60))
    number = numeral_at(text, pos)
    if number is None:
        return None
    unit, per = _MINUTES.match(text, number.end), Fraction(1)
    extra = Fraction(0)
    if unit is None:
        unit, per = _HOURS.match(text, number.end), Fraction(60)
        if unit is None:
            return None
        extra = per / 2 if unit["half"] else extra
    vague = number.approx or bool(unit["more"] or unit["tail"])
    return Amount(number.low * per + extra, number.high * per + extra, vague, unit.end(), per, number.scale)


def _is_voice(text: str, item: Quantity) -> bool:
    said = text[item.bare_start : item.bare_end]
    if said.endswith("分") and not _TALK_SAID.search(text):
        return False
    if _ALL_DAY.fullmatch(said) or (_RATE.fullmatch(said) and not _TALK.match(text, item.bare_end)):
        return False
    if _WAITING.search(text) and not re.search(r"通话|主叫|语音包|打电话", text):
        return False
    if _VOICE.search(text):
        return True
    alone = len(text.strip(" 。,!?吧的就行")) <= item.end - item.start
    return "小时" not in said and "钟头" not in said and (alone or bool(_ALLOWANCE.search(text)))
