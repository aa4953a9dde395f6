"""How customers spread over the values of a segment tag, in the order of its definition."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from recsys.sql import schema as t
from recsys.tags.definition import Compiled, Definitions
from recsys.tags.schema import Value
from recsys.tags.store import holding

KINDS = {  # what is drawn how, by the beginning of the key
    "value_matrix": "matrix",
    "value_pyramid": "pyramid",
    "rfm_group": "rfm",
    "life_": "lifecycle",
    "funnel_": "funnel",
    "person_type": "types",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A value and how many customers have it; ``share`` in percent of those who have any value."""

    value: Value
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Scheme:
    """A tag that divides all customers; ``without`` have no value, for nothing is known that it rests on."""

    item: Compiled
    kind: str
    parts: tuple[Part, ...]
    without: int

    @property
    def total(self) -> int:
        """Who has a value."""
        return sum(part.count for part in self.parts)


def kind_of(key: str) -> str:
    """How a scheme is drawn; empty for a tag that is none."""
    return next((kind for start, kind in KINDS.items() if key.startswith(start)), "")


def scheme_items(defs: Definitions) -> list[Compiled]:
    """Tags that divide the customers, in the order of KINDS."""
    order = list(KINDS.values())
    found = [item for item in defs.rules if item.tag.values and kind_of(item.tag.key)]
    return sorted(found, key=lambda item: order.index(kind_of(item.tag.key)))


def schemes(connection: sa.Connection, items: Sequence[Compiled], now: datetime) -> list[Scheme]:
    """All of them in one query."""
    counted = _counts(connection, [item.tag.key for item in items], now)
    people = connection.scalar(
        sa.select(sa.func.count()).select_from(t.customers).where(t.customers.c.guest.is_(False))
    )
    return [_scheme(item, counted.get(item.tag.key, {}), people or 0) for item in items]


def _scheme(item: Compiled, counts: Mapping[Any, int], people: int) -> Scheme:
    total = sum(counts.values())
    parts = tuple(
        Part(value, count := counts.get(value.name, 0), round(100 * count / total, 1) if total else 0.0)
        for value in item.tag.values
    )
    return Scheme(item, kind_of(item.tag.key), parts, max(0, people - total))


def _counts(connection: sa.Connection, keys: Sequence[str], now: datetime) -> dict[str, dict[Any, int]]:
    g = t.tags.c
    known = t.tags.join(t.customers, t.customers.c.id == g.customer_id)
    value = sa.cast(g.value, sa.Text)
    query = sa.select(g.key, value, sa.func.count()).select_from(known)
    query = query.where(g.key.in_(keys), holding(now), t.customers.c.guest.is_(False))
    found: dict[str, dict[Any, int]] = {}
    for key, text, count in connection.execute(query.group_by(g.key, value)):
        found.setdefault(key, {})[json.loads(text)] = count
    return found
