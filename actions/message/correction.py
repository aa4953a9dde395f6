"""What a customer takes back in the same breath: 「不是80,是18」, 「我说的是流量不是通话」."""

import re
from collections.abc import Iterable
from typing import Any

from kb.catalogue.chinese_number import CHARACTERS, chinese_number

_BEFORE = re.compile(
    r"(?<!是)不(?:是|要)(?!不|超过|高于|大于|多于|低于|少于)(?P<wrong>[^,，。;；]+?)"
    r"[,，。、 ]*(?:而是|应该是|改成|改为|是|要)(?P<right>.+)"
)
_BEHIND = re.compile(r"(?P<right>.*(?:是|要|说).+?)[,，、 ]*(?:而)?不是(?P<wrong>[^,，。;；是]+)")
_SLIP = re.compile(
    r"(?P<wrong>.+?)[,，。、… ]*(?:哦|啊|呃|额|嗯)*(?<!对)(?:不对|说错了|错了|口误)"
    r"[,，。、… ]*(?:应该)?(?:是|要)(?P<right>.+)"
)
_NUMBER = re.compile(rf"\d{{1,6}}|[{CHARACTERS}]{{1,7}}")


def taken_back(text: str) -> tuple[int, int] | None:
    """Where the words stand that no longer hold; none when nothing is taken back."""
    found = _BEFORE.search(text) or _BEHIND.fullmatch(text) or _SLIP.fullmatch(text)
    return found.span("wrong") if found else None


def still_said(text: str, entities: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The entities without those that the message takes back."""
    span = taken_back(text)
    return tuple(one for one in entities if span is None or not _inside(one, span))


def still_meant(text: str) -> str:
    """The words without those that the message takes back."""
    span = taken_back(text)
    return text if span is None else text[: span[0]] + text[span[1] :]


def corrected(text: str) -> tuple[int, int] | None:
    """The wrong and the right number of 「不是八十,是18」, whatever their units."""
    span = taken_back(text)
    if span is None:
        return None
    wrong, right = _NUMBER.search(text[slice(*span)]), _NUMBER.search(still_meant(text))
    return (_value(wrong[0]), _value(right[0])) if wrong and right else None


def _value(digits: str) -> int:
    return int(digits) if digits.isdigit() else int(chinese_number(digits))


def _inside(entity: dict[str, Any], span: tuple[int, int]) -> bool:
    return "start" in entity and span[0] <= entity["start"] < span[1]
