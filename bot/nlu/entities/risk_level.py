"""Risk words: R1–R5 of products (低…高风险), C1–C5 of customers (保守, 稳健, 平衡, 成长, 进取)."""

import re

from bot.nlu.entities.found import Found
from bot.nlu.entities.wordlist import pattern

_CODE = r"(?<![a-z])[rc][1-5](?![\da-z])"
_BOUNDED = (
    (
        "max",
        re.compile(
            rf"(?:不超过|最高|最多|不高于|低于)?(?P<code>{_CODE})(?:级|类)?(?P<after>及?以下|以内|及以内)?"
        ),
    ),
    ("min", re.compile(rf"(?:至少|不低于|最低|高于)?(?P<code>{_CODE})(?:级|类)?(?P<after>及?以上)?")),
)
_BOUND_AFTER = re.compile(r"(?:等?级|型)?的?(?:及其?|或)?(?:(?P<max>以下|以内)|(?P<min>以上))")
_BOUND_BEFORE = re.compile(
    r"(?:(?P<max>(?:不要?|别|不能)超过|最高|最多|不高于|顶多)|(?P<min>至少|不低于|最低|起码))(?:是|要|能|接受|买)?$"
)
_RANGE = re.compile(rf"(?P<low>{_CODE})\s*(?:到|至|-|~)\s*(?P<high>{_CODE})")


def find(text: str) -> list[Found]:
    """Risk levels in a folded text."""
    spans = [
        Found(
            "risk_level",
            {"min": match["low"].upper(), "max": match["high"].upper()},
            match.start(),
            match.end(),
        )
        for match in _RANGE.finditer(text)
    ]
    found = [*spans, *_codes(text)]
    said = [
        _bounded(text, match.lastgroup or "", match.start(), match.end())
        for match in pattern("risk_level.yml").finditer(text)
    ]
    return _distinct(found + said)


def _codes(text: str) -> list[Found]:
    found = []
    for match in re.finditer(_CODE, text):
        value: str | dict[str, str] = match[0].upper()
        start, end = match.span()
        for bound, rule in _BOUNDED:
            whole = next((each for each in rule.finditer(text) if each.start("code") == start), None)
            if whole and (whole["after"] or whole.start() < start):
                value, start, end = {bound: match[0].upper()}, whole.start(), whole.end()
                break
        found.append(Found("risk_level", value, start, end))
    return found


def _bounded(text: str, level: str, start: int, end: int) -> Found:
    """中低风险以下, 不超过中风险: a level in words with its bound."""
    after = _BOUND_AFTER.match(text, end)
    if after:
        return Found("risk_level", {after.lastgroup or "": level}, start, after.end(), 0.9)
    before = _BOUND_BEFORE.search(text, max(0, start - 6), start)
    if before:
        return Found("risk_level", {before.lastgroup or "": level}, before.start(), end, 0.9)
    return Found("risk_level", level, start, end, 0.9)


def _distinct(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:
        if not any(item.overlaps(other) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)
