"""One record per customer (一户一条), computed from what every source said of every field.

Pure: the same statements give the same record, in whatever order they arrived.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Criterion = Literal["verified", "trust", "newer"]


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source said of one field; ``value`` none = it knows it no longer. ``at`` is aware."""

    field: str
    value: str | None
    source: str
    verified: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Field:
    """The value that counts, ``why`` it won (a key of ``why`` in record.yml), and what lost, best first."""

    field: str
    value: str
    source: str
    verified: bool
    at: datetime
    why: str
    lost: tuple[Statement, ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether another source says something else."""
        return any(one.value != self.value for one in self.lost)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How conflicts about a field are settled."""

    title: str
    criteria: tuple[Criterion, ...]
    trust: Mapping[str, int]


def record_of(statements: Iterable[Statement]) -> dict[str, Field]:
    """Field → what counts. Of a source only its latest word counts, its latest checked word besides.

    What a source said before it took everything back (value none) counts no more.
    """
    said = [one for one in statements if one.field in rules()]
    taken_back: dict[tuple[str, str], datetime] = {}
    for one in said:
        if one.value is None:
            key = (one.field, one.source)
            taken_back[key] = max(one.at, taken_back.get(key, one.at))
    words: dict[str, dict[tuple[str, bool], Statement]] = {}
    for one in said:
        gone = taken_back.get((one.field, one.source))
        if one.value is None or (gone is not None and one.at <= gone):
            continue
        mine = words.setdefault(one.field, {})
        known = mine.get((one.source, one.verified))
        if known is None or _age(one) > _age(known):
            mine[one.source, one.verified] = one
    return {
        name: _settle(rule, list(words[name].values())) for name, rule in rules().items() if name in words
    }


def _settle(rule: FieldRule, words: list[Statement]) -> Field:
    first, *lost = sorted(words, key=_rank(rule), reverse=True)
    value = first.value or ""
    return Field(
        first.field, value, first.source, first.verified, first.at, _why(rule, first, lost), tuple(lost)
    )


def _why(rule: FieldRule, first: Statement, lost: list[Statement]) -> str:
    """The criterion that tells the winner from the best one that says something else."""
    if not lost:
        return "only"
    other = next((one for one in lost if one.value != first.value), None)
    if other is None:
        return "agreed"
    pairs = zip(rule.criteria, _measures(rule, first), _measures(rule, other), strict=True)
    return next((name for name, mine, its in pairs if mine != its), "order")


def _rank(rule: FieldRule) -> Callable[[Statement], tuple[Any, ...]]:
    """By the criteria; what they leave open is settled by source and value, so that no chance is left."""
    return lambda one: (*_measures(rule, one), one.source, one.value or "", one.verified, one.at)


def _measures(rule: FieldRule, one: Statement) -> tuple[Any, ...]:
    told = {"verified": one.verified, "trust": rule.trust.get(one.source, 0), "newer": one.at}
    return tuple(told[name] for name in rule.criteria)


def _age(one: Statement) -> tuple[datetime, str]:
    return one.at, one.value or ""


def as_day(value: str | None) -> date | None:
    """A field that is a day."""
    return date.fromisoformat(value) if value else None


@cache
def rules() -> Mapping[str, FieldRule]:
    """Field → rule, in the order in which they are shown."""
    table = tables()
    usual = {name: source["trust"] for name, source in table["sources"].items()}
    return {
        name: FieldRule(
            one["title"],
            tuple(one.get("criteria", table["criteria"])),
            usual | one.get("trust", {}),
        )
        for name, one in table["fields"].items()
    }


@cache
def tables() -> Mapping[str, Any]:
    """The content of record.yml: sources, fields, criteria, and words for why."""
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded
