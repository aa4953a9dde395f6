"""The history of tags in SQL: one row for each move."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from recsys.sql import schema as t
from recsys.tags.history import Move, distinct

_m = t.tag_moves.c


def save_moves(connection: sa.Connection, moves: Mapping[str, Sequence[Move]]) -> None:
    """Add the moves of each customer; one at a moment that is known already replaces it."""
    rows = move_rows(moves)
    if not rows:
        return
    same = (
        (_m.customer_id == sa.bindparam("who"))
        & (_m.key == sa.bindparam("tag"))
        & (_m.at == sa.bindparam("then"))
    )
    known = [{"who": row["customer_id"], "tag": row["key"], "then": row["at"]} for row in rows]
    connection.execute(t.tag_moves.delete().where(same), known)
    connection.execute(t.tag_moves.insert(), rows)


def move_rows(moves: Mapping[str, Sequence[Move]]) -> list[dict[str, Any]]:
    """As rows of the table."""
    return [
        {"customer_id": who, "key": move.key, "at": move.at.astimezone(UTC), "value": move.value}
        for who, made in moves.items()
        for move in distinct(made)
    ]
