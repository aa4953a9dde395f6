"""Entity values as the calculations need them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from actions.message.cues import says
from actions.message.story import masked
from actions.message.turn import Turn
from kb.catalogue.chinese_number import CHARACTERS, chinese_number
from recsys.engine import Engine
from recsys.tariff.need import middle

_PART = re.compile(r"(\d+)([YMWD])")
_DAYS = {"Y": 365, "M": 30, "W": 7, "D": 1}
_BARE = re.compile(
    rf"\s*(?:不要?超过|别超过|不能超过|最多|控制在|大概|差不多)?\s*(\d{{1,8}}|[{CHARACTERS}]{{1,7}})\s*"
    r"(?:个|块|元|g|G|吧|左右|以内|以下|之内)*[。.]?\s*"
)


def local_day(engine: Engine, turn: Turn) -> date:
    """The customer's own date when they said it."""
    return turn.at.astimezone(engine.settings.zone).date()


def days_of(value: Any) -> Any:
    """An ISO 8601 duration, bounded or not, in days: P6M is 180, P1Y6M 545."""
    return _mapped(value, lambda iso: sum(int(n) * _DAYS[unit] for n, unit in _PART.findall(str(iso))))


def said_term(turn: Turn, today: date) -> Any:
    """Days of a duration or until a date, bounded or not; 「10年」 is ten years, not a year long past."""
    if duration := turn.first("duration"):
        return days_of(duration)
    years = re.fullmatch(r"\D{0,3}(\d{1,2})\s*年\D{0,3}", turn.text.strip())
    until = turn.first("date")
    if until and days_until(until, today):
        return days_until(until, today)
    return int(years[1]) * _DAYS["Y"] if years else None


def months_of(days: Any) -> int:
    """One number of whole months for days, bounded or not; 0 when none is said."""
    return round(middle(days) / 365 * 12) if days is not None else 0


def days_until(value: Any, today: date) -> int:
    """Days from today to a date, or to the end of a span; not negative."""
    ends = value["to"] if isinstance(value, dict) else value
    return max((date.fromisoformat(str(ends)) - today).days, 0)


def days_since(value: Any, today: date) -> int | None:
    """Days from a date, or from the start of a span, to today; none when it is still to come."""
    if value is None:
        return None
    begun = value["from"] if isinstance(value, dict) else value
    return (today - date.fromisoformat(str(begun))).days or None if str(begun) < today.isoformat() else None


def days_in(value: Any) -> int:
    """How many days a date or span of dates holds."""
    if not isinstance(value, dict):
        return 1
    return (date.fromisoformat(value["to"]) - date.fromisoformat(value["from"]) + timedelta(days=1)).days


def minutes_of(value: Any) -> int | None:
    """Talking time that was taken for a length of time (PT200M); none for days and months."""
    match = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?", value) if isinstance(value, str) else None
    return int(match[1] or 0) * 60 + int(match[2] or 0) if match else None


def bare_number(text: str) -> int | None:
    """The number that is the whole message: 「30」「三十吧」「不要超过三十」."""
    match = _BARE.fullmatch(text)
    if match is None:
        return None
    return int(match[1]) if match[1].isdigit() else int(chinese_number(match[1]))


def bare_limit(turn: Turn) -> dict[str, int] | None:
    """「50以内」 without a unit is money: a limit in fen, unless another amount is named."""
    match = re.search(r"(?<![\d.])(\d{2,3})(?:以内|以下|之内|封顶)", turn.text)
    return (
        {"max": int(match[1]) * 100} if match and turn.first("data_volume", "voice_minutes") is None else None
    )


def unsure(turn: Turn) -> bool:
    """Whether the customer leaves it to us: 随便, 不知道."""
    return says(turn.text, "unknown")


def private_free(turn: Turn) -> str:
    """The message with phone, id and card numbers taken out, for whatever is kept or passed on."""
    return masked(turn.text, turn.entities)


def _mapped(value: Any, convert: Callable[[Any], int]) -> Any:
    """The conversion applied to a plain value or to each bound."""
    if isinstance(value, dict):
        return {bound: convert(inner) for bound, inner in value.items()}
    return None if value is None else convert(value)
