"""Rows that follow a merge, whatever their table: taken over, set aside where only one may be, given back."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from recsys.sql import schema as t
from recsys.sql.tables.base import Moment

Key = list[Any]  # of a row: the columns of its primary key without the customer, as JSON holds them
DERIVED = (t.tags, t.tag_facts, t.tag_moves, t.contacts)  # made again from the log
ON_THE_WAY = (t.outbox,)  # events there find the record that counts when they are stored
OWN_WAY = (t.customers, t.events, t.duplicates)
PUSH_STATES = ("sent", "sending", "failed", "planned", "suppressed", "cancelled")  # what says more stays


def tables() -> Iterator[sa.Table]:
    """Those whose rows simply go over."""
    apart = {table.name for table in (*DERIVED, *ON_THE_WAY, *OWN_WAY)}
    for table in t.metadata.sorted_tables:
        if "customer_id" in table.c and table.name not in apart:
            yield table


def key_of(table: sa.Table, row: Mapping[str, Any]) -> Key:
    """What names the row among those of one customer."""
    return [_plain(row[name]) for name in key_names(table)]


@cache
def key_names(table: sa.Table) -> tuple[str, ...]:
    """The columns of such a key."""
    return tuple(column.name for column in table.primary_key if column.name != "customer_id")


def rows_of(connection: sa.Connection, table: sa.Table, customer_id: str) -> list[dict[str, Any]]:
    """All rows of a customer, in the order of their keys."""
    mine = sa.select(table).where(table.c.customer_id == customer_id).order_by(*table.primary_key)
    return [row._asdict() for row in connection.execute(mine)]


def take_over(connection: sa.Connection, table: sa.Table, gone: str, kept: str) -> dict[str, Any]:
    """Give all rows of ``gone`` to ``kept``; what was whose, and what stepped aside, for the journal."""
    mine, its = rows_of(connection, table, kept), rows_of(connection, table, gone)
    aside = list(_aside(table, mine, its))
    for row in aside:
        connection.execute(table.delete().where(_is(table, key_of(table, row), row["customer_id"])))
    connection.execute(table.update().where(table.c.customer_id == gone).values(customer_id=kept))
    return {
        "own": [key_of(table, row) for row in mine if row not in aside],
        "moved": [key_of(table, row) for row in its if row not in aside],
        "aside": [as_json(row) for row in aside],
    }


def give(connection: sa.Connection, table: sa.Table, key: Key, kept: str, gone: str) -> None:
    """One row back; nothing when it is no longer there, or another of that key is."""
    there = sa.select(sa.func.count()).select_from(table).where(_is(table, key, gone))
    if not connection.scalar(there):
        connection.execute(table.update().where(_is(table, key, kept)).values(customer_id=gone))


def put_back(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows that had stepped aside."""
    if rows:
        connection.execute(table.insert(), [from_json(table, row) for row in rows])


def as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON holds it."""
    return {name: _plain(value) for name, value in row.items()}


def from_json(table: sa.Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse: days and times by the types of the table's columns."""
    return {name: _typed(table.c[name].type, value) for name, value in row.items()}


def _typed(kind: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if isinstance(kind, Moment) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _aside(
    table: sa.Table, mine: list[dict[str, Any]], its: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Where both have a row that may be there once only, the one that says less."""
    for names in exclusive(table):
        known = {tuple(row[name] for name in names): row for row in mine}
        for row in its:
            other = known.get(tuple(row[name] for name in names))
            if other is not None:
                yield _lesser(table, other, row)


@cache
def exclusive(table: sa.Table) -> tuple[tuple[str, ...], ...]:
    """Groups of columns that name one row of a customer at most."""
    unique = [item for item in table.constraints if isinstance(item, sa.UniqueConstraint)]
    groups = [[column.name for column in item.columns] for item in (table.primary_key, *unique)]
    return tuple(
        tuple(name for name in group if name != "customer_id") for group in groups if "customer_id" in group
    )


def _lesser(table: sa.Table, mine: dict[str, Any], its: dict[str, Any]) -> dict[str, Any]:
    """The record that goes on keeps its own, but of two pushes the one that got further stays."""
    if table is t.pushes and PUSH_STATES.index(its["state"]) < PUSH_STATES.index(mine["state"]):
        return mine
    return its


def _is(table: sa.Table, key: Key, customer_id: str) -> sa.ColumnElement[bool]:
    pairs = zip(key_names(table), key, strict=True)
    same = [table.c[name] == _typed(table.c[name].type, value) for name, value in pairs]
    return sa.and_(table.c.customer_id == customer_id, *same)
