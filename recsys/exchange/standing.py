"""Which rows of a table say something new: what the database says already is not told again."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from recsys.exchange.rows import ConsentRow, ContactRow, HoldingRow, Row, UsageRow
from recsys.sql import schema as t

_PROOF = t.consents.c.proof["text"].as_string()
_SAID: Mapping[type[Row], Mapping[str, Any]] = {
    HoldingRow: {name: t.holdings.c[name] for name in HoldingRow.model_fields},
    ConsentRow: {name: _PROOF if name == "proof" else t.consents.c[name] for name in ConsentRow.model_fields},
    ContactRow: {
        name: t.contacts.c[name]
        for name in ("customer_id", "at", "channel", "kind", "business_type", "content")
    },
    UsageRow: {name: t.usage_months.c[name] for name in UsageRow.model_fields},
}


def new_among(connection: sa.Connection, rows: Sequence[Row]) -> list[Row]:
    """The rows, all of one kind, that do not stand there already; a few hundred at once.

    Months of a customer are billed together: they are all new if one is, or if one has no bill.
    """
    columns = _SAID.get(type(rows[0])) if rows else None
    if columns is None:
        return list(rows)
    known = _known(connection, columns, rows)
    new = [row for row in rows if tuple(getattr(row, name) for name in columns) not in known]
    if not isinstance(rows[0], UsageRow):
        return new
    again = {row.customer_id for row in new} | _unbilled(connection, rows)
    return [row for row in rows if row.customer_id in again]


def _known(
    connection: sa.Connection, columns: Mapping[str, Any], rows: Sequence[Row]
) -> set[tuple[Any, ...]]:
    query = sa.select(*columns.values()).where(columns["customer_id"].in_({row.customer_id for row in rows}))
    if "at" in columns:
        times = [getattr(row, "at") for row in rows]  # noqa: B009
        query = query.where(columns["at"].between(min(times), max(times)))
    return {tuple(row) for row in connection.execute(query)}


def _unbilled(connection: sa.Connection, rows: Sequence[Row]) -> set[str]:
    b = t.bills.c
    query = sa.select(b.customer_id, b.month).where(b.customer_id.in_({row.customer_id for row in rows}))
    billed = {tuple(row) for row in connection.execute(query)}
    return {
        row.customer_id
        for row in rows
        if isinstance(row, UsageRow) and (row.customer_id, row.month) not in billed
    }
