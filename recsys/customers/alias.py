"""Ids of records that were merged away go on meaning the record that took them in."""

from collections.abc import Iterable

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.sql import schema as t

CHUNK = 400  # parameters of one IN list stay far below every database's limit


def kept(engine: Engine, customer_id: str) -> str:
    """The id that counts today: the given one, unless it was merged into another."""
    with engine.read() as connection:
        return kept_id(connection, customer_id)


def kept_id(connection: sa.Connection, customer_id: str) -> str:
    """The same within a transaction."""
    return kept_ids(connection, (customer_id,)).get(customer_id, customer_id)


def kept_ids(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Of those that were merged away: which record each means now."""
    wanted, m, found = sorted(set(ids)), t.merges.c, dict[str, str]()
    for start in range(0, len(wanted), CHUNK):
        query = sa.select(m.gone, m.customer_id).where(
            m.gone.in_(wanted[start : start + CHUNK]), m.undone_at.is_(None)
        )
        found |= {gone: customer_id for gone, customer_id in connection.execute(query)}
    return found


def gone_ids(connection: sa.Connection, customer_id: str) -> list[str]:
    """The ids that were merged into this record."""
    m = t.merges.c
    query = sa.select(m.gone).where(m.customer_id == customer_id, m.undone_at.is_(None)).order_by(m.gone)
    return list(connection.scalars(query))
