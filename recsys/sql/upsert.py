"""Rows that may be there already: one statement inserts them or replaces all but their key."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite


def upsert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Each row names all columns; no two of them have the same key."""
    if rows:
        connection.execute(_statement(table, connection.dialect.name), rows)


@cache
def _statement(table: sa.Table, dialect: str) -> Any:
    statement = (insert_sqlite if dialect == "sqlite" else insert_postgres)(table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)
