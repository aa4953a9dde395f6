"""Which of the things shown last a message points at: by place, by price, by a word of its name."""

import re
from collections.abc import Mapping
from typing import Any

from actions.message.correction import still_meant
from actions.message.cues import says
from actions.message.turn import Turn
from actions.message.values import days_of
from recsys.tariff.need import middle

_ORDINAL = re.compile(
    r"(?:第\s*([一二三四五1-5])|(?<![\d第])([一二三四五1-5])\s*(?:个|款|号)(?!\s*[GgM月年人多]))"
)
_ONLY = re.compile(r"\s*([一二三四五1-5])\s*")
_THIS = re.compile(r"这个|那个|它|这款|那款|这套|就这|此|刚才")
_FILLER = re.compile(r"[的吧呢啊,，。 ]|那个|这个|就|要|选|办")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}


def pointed_at(turn: Turn, shelf: Mapping[str, Any]) -> list[str]:
    """Ids of the shelf, of those in focus; empty when the message points at none."""
    shown = [id for id in turn.focus if id in shelf]
    if not shown:
        return []
    places = [_NUMBERS.get(said) or int(said) for said in _places(still_meant(turn.text))]
    if places:
        return [shown[place - 1] for place in places if place <= len(shown)]
    if days := middle(days_of(turn.first("duration"))):
        return [id for id in shown if getattr(shelf[id], "valid_days", None) == days][:1]
    if says(turn.text, "cheap_one"):
        return [min(shown, key=lambda id: _price(shelf[id]))]
    if says(turn.text, "dear_one"):
        return [max(shown, key=lambda id: _price(shelf[id]))]
    if _THIS.search(turn.text) and (this := _this(turn, shown)):
        return this
    word = _FILLER.sub("", turn.text)
    part = [id for id in shown if len(word) > 1 and word in shelf[id].title]
    return part if len(part) == 1 else []


def points(turn: Turn) -> bool:
    """Whether the message means something shown, without a name: 「刚才那个」."""
    return bool(_THIS.search(turn.text) or _places(turn.text))


def _this(turn: Turn, shown: list[str]) -> list[str]:
    """The one spoken of last, or the only one there is."""
    at = turn.topic.get("at")
    return [at] if at in shown else shown if len(shown) == 1 else []


def _places(text: str) -> list[str]:
    only = _ONLY.fullmatch(text)
    return [only[1]] if only else [found[0] or found[1] for found in _ORDINAL.findall(text)]


def _price(item: Any) -> int:
    price: int = item.min_amount if hasattr(item, "min_amount") else item.fee
    return price
