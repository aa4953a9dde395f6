"""The history of tags in SQL: one row for each move."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from recsys.sql import schema as t
from recsys.sql.upsert import upsert
from recsys.tags.history import Move, distinct


def save_moves(connection: sa.Connection, moves: Mapping[str, Sequence[Move]]) -> None:
    """Add the moves of each customer; one at a moment that is known already replaces it."""
    upsert(connection, t.tag_moves, move_rows(moves))


def move_rows(moves: Mapping[str, Sequence[Move]]) -> list[dict[str, Any]]:
    """As rows of the table."""
    return [
        {"customer_id": who, "key": move.key, "at": move.at.astimezone(UTC), "value": move.value}
        for who, made in moves.items()
        for move in distinct(made)
    ]
