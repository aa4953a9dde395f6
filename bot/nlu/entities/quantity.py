"""Amounts with a unit, and the words around them that make them vague or bounded.

A finder for one kind of amount gives ``amount_at(text, pos)``; ``quantities`` does the rest: ranges
(50-80元), 左右, 不超过, 以上 and so on. Values take the shapes of ``Quantity.value``.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.nlu.entities.bounds import between_after, bound_after, bound_before
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
    if join.re is _AND and not between_after(text, last.end):
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
    bound, left = bound_before(text, start)
    after, right = bound_after(text, amount.end)
    shape = after if after in ("max", "min") or not bound else bound
    value = _value(amount, shape or ("approx" if amount.approx else ""), present)
    return Quantity(left, right, value, start, amount.end)


def _value(amount: Amount, shape: str, present: Present) -> Value:
    low, high = present(amount.low, amount.kind), present(amount.high, amount.kind)
    if shape == "max":
        return {"max": high}
    if shape == "min":
        return {"min": low}
    if low != high:
        return {"min": low, "max": high}
    return {"approx": low} if shape == "approx" else low
