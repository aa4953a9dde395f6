"""What a merge did, table by table, so that it can be told and undone."""

from typing import Any

import sqlalchemy as sa

from recsys.sql import schema as t

Notes = dict[str, Any]  # own, moved, came: keys; aside: whole rows; added: keys; more as a table needs


def write(connection: sa.Connection, merge_id: str, customer_id: str, notes: dict[str, Notes]) -> None:
    """Keep the notes of every table that has any."""
    rows = [
        {"merge_id": merge_id, "name": name, "customer_id": customer_id, "rows": note}
        for name, note in notes.items()
        if any(note.values())
    ]
    connection.execute(t.merge_rows.insert(), rows)


def read(connection: sa.Connection, merge_id: str) -> dict[str, Notes]:
    """Table → notes."""
    query = sa.select(t.merge_rows.c.name, t.merge_rows.c.rows).where(t.merge_rows.c.merge_id == merge_id)
    return {name: rows for name, rows in connection.execute(query)}


def add_came(connection: sa.Connection, merge_id: str, customer_id: str, name: str, keys: list[Any]) -> None:
    """Rows that came under the old id after the merge."""
    if not keys:
        return
    mine = (t.merge_rows.c.merge_id == merge_id) & (t.merge_rows.c.name == name)
    known: Notes | None = connection.scalar(sa.select(t.merge_rows.c.rows).where(mine))
    if known is None:
        write(connection, merge_id, customer_id, {name: {"came": keys}})
        return
    noted = {**known, "came": [*known.get("came", []), *keys]}
    connection.execute(t.merge_rows.update().where(mine).values(rows=noted))
