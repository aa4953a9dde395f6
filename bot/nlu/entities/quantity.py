"""Amounts with a unit, and the words around them that make them vague or bounded.

A finder for one kind of amount gives ``amount_at(text, pos)``; ``quantities`` does the rest: ranges
(50-80元), 左右, 不超过, 以上 and so on. Values take the shapes of ``Quantity.value``.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.nlu.entities.found import Value
from bot.nlu.entities.numeral import Numeral, numeral_at


@dataclass(frozen=True)
class Amount:
    """``low`` to ``high`` in the smallest unit of its ``kind``; ``per`` is what 1 of its own unit is."""

    low: Fraction
    high: Fraction
    approx: bool
    end: int
    per: Fraction
    scale: int = 1
    kind: str = ""


AmountAt = Callable[[str, int], Amount | None]
Present = Callable[[Fraction, str], int | str]

_DIGITS = re.compile(r"[\d,]+|[一二两三四五六七八九]+")
_JOIN = re.compile(r"\s*(?:-+|~|到|至)\s*")
_EITHER = re.compile(r"\s*(?:或者?|、)\s*")
_AND = re.compile(r"\s*(?:和|跟|与)\s*")
_FILLER = r"(?:每个?月|一个月|差不多|只能|需要|[要有得是花能给在个月就再想用了打存放买投交付拿充办需留 ,:])*$"
_NOT = "(?:不|别|没|不要|不能|不可以|不会|不想|不得|不准|不该|不应该|不许|没有)"
_OVER = "(?:超过|超出|超|高于|高过|大于|多于|多过)"
_UNDER = "(?:低于|少于|小于|不到|不足|达不到)"
_AT_MOST = rf"{_NOT}{_OVER}了?|最多|顶多|至多|最高|撑死|(?<![不别得能要]){_UNDER}|控制在|≤|<=?"
_AT_LEAST = (
    rf"至少|最少|起码|最低|保底|不[止只]|{_NOT}{_UNDER}"
    r"|(?<![不别没得能要会有])(?:超过|高于|高过|大于|多于|多过)了?|≥|>=?"
)
_ABOUT = (
    r"大概|大约莫?|(?<![合签预解续履违])约莫?|差不多|将近|接近|估计|估摸着?|也就|几乎|(?<![最附])近"
    r"|(?<![尽更加很太网速])快|小(?=$)"
)
_BEFORE = (
    ("max", re.compile(f"(?:{_AT_MOST}){_FILLER}")),
    ("min", re.compile(f"(?:{_AT_LEAST}){_FILLER}")),
    ("approx", re.compile(f"(?:{_ABOUT}){_FILLER}")),
)
_AFTER = (
    (
        "max",
        re.compile(
            r"\s*(?:之?间)?的?(?:以内|之内|以下|之下|往下|封顶|打住|为限|内(?!存|地|部|容|网|蒙)|(?:都|还)?不到(?!账))"
        ),
    ),
    (
        "min",
        re.compile(
            r"\s*(?:以上|之上|往上|起步?(?![来存投购点])|打底|朝上|不止|开外|\+(?!\s*[\d一二两三四五六七八九十]))"
        ),
    ),
    ("approx", re.compile(r"\s*(?:钱)?(?:左右|上下|出头|多(?![少久长大])|差不多|的?样子|这样(?=$|[,。吧]))")),
    ("", re.compile(r"\s*(?:之间|中间)")),
)


@dataclass(frozen=True)
class Quantity:
    """An amount as said, with ``value`` in the shape of the entity list."""

    start: int
    end: int
    value: Value
    bare_start: int
    bare_end: int


def quantities(text: str, amount_at: AmountAt, present: Present) -> Iterator[Quantity]:
    """All amounts of one kind in a folded text, left to right."""
    pos = 0
    while pos < len(text):
        amount = _range_at(text, pos, amount_at) or amount_at(text, pos)
        if amount is None:
            skipped = numeral_at(text, pos) or _DIGITS.match(text, pos)
            pos = max(pos + 1, _end(skipped))
            continue
        yield _bounded(text, pos, amount, present)
        pos = amount.end


def _end(skipped: Numeral | re.Match[str] | None) -> int:
    if isinstance(skipped, Numeral):
        return skipped.end
    return skipped.end() if skipped else 0


def _range_at(text: str, pos: int, amount_at: AmountAt) -> Amount | None:
    """50-80元, 50元到80元, 2-3万, 50或60块, 50和80块之间."""
    first = amount_at(text, pos)
    number = first or numeral_at(text, pos)
    join = _joined(text, number.end, bare=first is None) if number else None
    last = amount_at(text, join.end()) if join else None
    if number is None or join is None or last is None:
        return None
    if join.re is _AND and not _AFTER[-1][1].match(text, last.end):
        return None
    if first:
        low = first.low if first.kind == last.kind else None
    else:
        low = number.low * last.per * (last.scale if number.scale == 1 else 1)
    if low is None or low >= last.high:
        return None
    return replace(last, low=low, approx=False)


def _joined(text: str, end: int, *, bare: bool) -> re.Match[str] | None:
    return _JOIN.match(text, end) or (_EITHER.match(text, end) if bare else None) or _AND.match(text, end)


def _bounded(text: str, start: int, amount: Amount, present: Present) -> Quantity:
    bound, left = _first(_BEFORE, lambda rule: _before(rule, text, start), start)
    after, right = _first(_AFTER, lambda rule: _after(rule, text, amount.end), amount.end)
    shape = after if after in ("max", "min") or not bound else bound
    value = _value(amount, shape or ("approx" if amount.approx else ""), present)
    return Quantity(left, right, value, start, amount.end)


def _first(
    rules: tuple[tuple[str, re.Pattern[str]], ...], end: Callable[[re.Pattern[str]], int | None], none: int
) -> tuple[str, int]:
    for name, rule in rules:
        place = end(rule)
        if place is not None:
            return name, place
    return "", none


def _before(rule: re.Pattern[str], text: str, start: int) -> int | None:
    match = rule.search(text, max(0, start - 12), start)
    return match.start() if match else None


def _after(rule: re.Pattern[str], text: str, end: int) -> int | None:
    match = rule.match(text, end)
    return match.end() if match else None


def _value(amount: Amount, shape: str, present: Present) -> Value:
    low, high = present(amount.low, amount.kind), present(amount.high, amount.kind)
    if shape == "max":
        return {"max": high}
    if shape == "min":
        return {"min": low}
    if low != high:
        return {"min": low, "max": high}
    return {"approx": low} if shape == "approx" else low
