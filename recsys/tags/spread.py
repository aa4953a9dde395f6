"""How many customers have a tag, and how its values spread over them."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from recsys.sql import schema as t
from recsys.tags.schema import Definition
from recsys.tags.store import holding
from recsys.tags.wording import shown

BARS = 10
_MEASURES = {"money": "fen", "data": "mb"}


@dataclass(frozen=True, slots=True)
class Spread:
    """``bars`` are label and number of customers; empty where there is nothing to compare."""

    total: int
    bars: tuple[tuple[str, int], ...]


def counts(connection: sa.Connection, now: datetime) -> Mapping[str, int]:
    """Key → how many have the tag at the moment."""
    query = sa.select(t.tags.c.key, sa.func.count()).where(holding(now)).group_by(t.tags.c.key)
    return {key: count for key, count in connection.execute(query)}


def spread(connection: sa.Connection, tag: Definition, now: datetime) -> Spread:
    """Of texts the most frequent ten, of numbers ten equal steps, of a flag only how many."""
    value = sa.cast(t.tags.c.value, sa.Text)
    query = sa.select(value, sa.func.count()).where(t.tags.c.key == tag.key, holding(now)).group_by(value)
    found = [(json.loads(text), count) for text, count in connection.execute(query)]
    total = sum(count for _, count in found)
    if tag.type == "flag" or not found:
        return Spread(total, ())
    numbers = [(one, count) for one, count in found if isinstance(one, int | float)]
    if len(numbers) == len(found):
        return Spread(total, _steps(numbers, _MEASURES.get(tag.type, "")))
    return Spread(total, _frequent(found))


def _frequent(found: list[tuple[Any, int]]) -> tuple[tuple[str, int], ...]:
    named: Counter[str] = Counter()
    for value, count in found:
        named[shown(value, "") if not isinstance(value, dict) else _fields(value)] += count
    return tuple(named.most_common(BARS))


def _fields(value: dict[str, Any]) -> str:
    return " ".join(f"{name} {one}" for name, one in value.items())


def _steps(found: list[tuple[float, int]], measure: str) -> tuple[tuple[str, int], ...]:
    """Few values each for itself, many in equal steps."""
    if len(found) <= BARS:
        return tuple((shown(value, measure), count) for value, count in sorted(found))
    low, high = min(found)[0], max(found)[0]
    width = (high - low) / BARS
    bars = [0] * BARS
    for value, count in found:
        bars[min(BARS - 1, int((value - low) / width))] += count
    return tuple((f"{shown(_edge(low + n * width), measure)}起", count) for n, count in enumerate(bars))


def _edge(value: float) -> float:
    return round(value) if abs(value) >= BARS else round(value, 2)
