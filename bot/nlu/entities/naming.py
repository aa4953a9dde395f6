"""Finds catalogue names: exact, by price (129那个, 79的套餐), by family (花卡), misheard, misspelt."""

import re
from dataclasses import replace
from fractions import Fraction

from rapidfuzz.distance import Levenshtein

from bot.nlu.entities.found import Found
from bot.nlu.entities.names import Name, Names, simple, sound
from bot.nlu.entities.numeral import DIGITS, numeral_at

_KIND_WORD = re.compile(
    r"元?(?:一个?月)?的?(?:主?套餐|档位?)|[那这]一?[个款种档](?:套餐)?|的(?![\d流话通语短加])"
)
_NO_PRICE = re.compile(r"[\d.a-z第前后¥]$")
_REST = re.compile(r"(?:元|块)?的?套餐")
_LEAST_ALONE = 15  # 10的 is no plan
_NUMBER = re.compile(r"\d+")
_SWITCH = re.compile(r"(?:[换改转][成到]?|升级?到|升成|降到?|降成|调到|办个?|订个?|从)(?:那个|这个)?$")
_SWITCHED = re.compile(r"元?(?:吧|了|$|[,。!?]|行|可以|怎么|要|呢|[换改转降升])")
_OTHER_PLAN = re.compile(
    r"元?(?:的?套餐|的|那个)?(?:和|跟|与|、|,|还是|或者?|对比|比|到|换成?|改成?|换到)(?:那个)?$"
)
_NEXT_PLAN = re.compile(
    r"元?的?(?:和|跟|与|、|还是|或者?|对比|比)(?:那个)?(?=\d|[一二三四五六七八九]?[百十])"
)
_FAMILY_END = {True: r"(?:套餐)?(?!\d)", False: r"(?:套餐|系列|卡|版)(?!\d)"}
_COMPARED = re.compile(r"套餐|哪个|哪款|哪种|区别|差在|差别|差多少|对比|比较|划算|不同|不一样|好")


def find(text: str, names: Names) -> list[Found]:
    """Names in a folded text; the surer way of matching wins where two overlap."""
    plain, places = simple(text)
    found: list[Found] = []
    for way in (_exactly, _by_price, _by_family, _by_sound, _nearly):
        for item in way(plain, names):
            rivals = [other for other in found if item.overlaps(other)]
            if all(_is_fuller(plain, item, other) for other in rivals):
                found = [other for other in found if other not in rivals] + [item]
    return [
        Found(item.entity, item.value, places[item.start], places[item.end - 1] + 1, item.confidence)
        for item in _whole(plain, sorted(found, key=lambda item: item.start))
    ]


def _is_fuller(text: str, item: Found, other: Found) -> bool:
    """全家想169套餐 says more than the 169套餐 in it, and 39的花卡 than 39的, which is only a price."""
    around = item.start <= other.start and item.end >= other.end
    return around and (
        item.value == other.value
        or (item.end - item.start > other.end - other.start and text[other.start].isdigit())
    )


def _whole(text: str, found: list[Found]) -> list[Found]:
    """四川39套餐 with its 套餐, and 花卡39宝藏版 as one."""
    whole: list[Found] = []
    for item in found:
        if whole and (whole[-1].end, whole[-1].value) == (item.start, item.value):
            item = replace(whole.pop(), end=item.end)
        rest = _REST.match(text, item.end) if item.entity == "plan_name" else None
        whole.append(replace(item, end=rest.end()) if rest else item)
    return whole


def _found(name: Name, start: int, end: int, confidence: float) -> Found:
    return Found(name.entity, name.id, start, end, confidence)


def _exactly(text: str, names: Names) -> list[Found]:
    if names.pattern is None:
        return []
    return [_found(names.exact[match[0]], *match.span(), 1.0) for match in names.pattern.finditer(text)]


def _by_price(text: str, names: Names) -> list[Found]:
    found: list[Found] = []
    pos = 0
    while pos < len(text):
        number = numeral_at(text, pos)
        if number is None:
            pos += 1
            continue
        plan = names.priced.get(int(number.low)) if _is_whole(text, pos, number.low, number.high) else None
        plan = None if number.low < _LEAST_ALONE and text.startswith("的", number.end) else plan
        end = _reference_end(text, pos, number.end, bool(found)) if plan else None
        if plan and end and not number.approx:
            found.append(_found(plan, pos, end, 0.9))
        pos = max(end or 0, number.end)
    return found


def _is_whole(text: str, pos: int, low: Fraction, high: Fraction) -> bool:
    return low == high and low.denominator == 1 and not _NO_PRICE.search(text[:pos])


def _reference_end(text: str, start: int, end: int, after_plan: bool) -> int | None:
    """Where the way of pointing at a plan ends; none if the number is not one."""
    word = _KIND_WORD.match(text, end)
    if word:
        return word.end() - (word[0].endswith("的") and len(word[0]) > 1)
    rest = text[end:]
    if _SWITCH.search(text[:start]) and _SWITCHED.match(rest):
        return end
    compared = bool(_COMPARED.search(text)) and not re.match(
        r"\s*(?:g|m|兆|个|分|天|年|月|号|岁|次|万|%)", rest
    )
    listed = _NEXT_PLAN.match(text, end) or (after_plan and _OTHER_PLAN.search(text[:start]))
    return end if compared and listed else None


def _by_family(text: str, names: Names) -> list[Found]:
    """花卡, and with its price before it: 99块钱的畅享套餐."""
    found = []
    for family, name in names.families.items():
        for match in re.finditer(rf"(?<!\d)(\d+)(?:元|的)*{re.escape(family)}(?:套餐)?(?!\d)", text):
            priced = names.exact.get(f"{family}{match[1]}")
            found += [_found(priced, match.start(), match.end(), 0.9)] if priced else []
        for match in re.finditer(
            r"(?<![\d元])" + re.escape(family) + _FAMILY_END[family.endswith(("卡", "套餐"))], text
        ):
            found.append(_found(name, match.start(), match.end(), 0.5))
    return found


def _by_sound(text: str, names: Names) -> list[Found]:
    heard = [sound(character) for character in text]
    found = []
    for length in sorted({len(key) for key in names.sounds}, reverse=True):
        for start in range(len(heard) - length + 1):
            name = names.sounds.get(tuple(heard[start : start + length]))
            end = start + length
            if name and _same_numbers(text[start:end], name.said) and not _cut(text, start, end):
                found.append(_found(name, start, end, 0.8))
    return found


def _cut(text: str, start: int, end: int) -> bool:
    """Whether a number goes on beyond an edge."""
    before = start > 0 and text[start - 1 : start + 1].isdigit()
    return before or (end < len(text) and text[end - 1 : end + 1].isdigit())


def _same_numbers(said: str, name: str) -> bool:
    return all(a == b for a, b in zip(said, name, strict=True) if a.isdigit() or b in DIGITS or b.isdigit())


def _nearly(text: str, names: Names) -> list[Found]:
    """One character wrong, missing or too many in a name of seven or more."""
    found = []
    for start, character in enumerate(text):
        for name in names.long.get(character, ()):
            end = _near_end(text, start, name.said) if text.startswith(name.said[:2], start) else None
            if end and not _cut(text, start, end):
                found.append(_found(name, start, end, 0.7))
    return found


def _near_end(text: str, start: int, name: str) -> int | None:
    """Where what is within one edit of the name ends; numbers must be equal."""
    for end in range(start + len(name) - 1, min(start + len(name) + 1, len(text)) + 1):
        said = text[start:end]
        near = Levenshtein.distance(said, name, score_cutoff=1) <= 1
        if near and _NUMBER.findall(said) == _NUMBER.findall(name):
            return end
    return None
