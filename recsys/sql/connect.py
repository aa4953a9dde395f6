"""Open the database: SQLite in WAL mode, or PostgreSQL."""

from typing import Any

import sqlalchemy as sa
from pydantic_core import from_json, to_json

PRAGMAS = ("busy_timeout=15000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")
READ = {"huake_read": True}  # execution option of connections that never write


def open_sql(url: str) -> sa.Engine:
    """Nothing is read or written yet. SQLite writers wait for each other up to 15 s."""
    pings = not url.startswith("sqlite")
    sql = sa.create_engine(url, json_serializer=_dumps, json_deserializer=_loads, pool_pre_ping=pings)
    if sql.dialect.name == "sqlite":
        sa.event.listen(sql, "connect", _prepare_sqlite)
        sa.event.listen(sql, "begin", _begin_sqlite)
    return sql


def _dumps(value: Any) -> str:
    return to_json(value).decode()


def _loads(stored: Any) -> Any:
    """From text or bytes; SQLite keeps a lone number as a number."""
    return stored if isinstance(stored, int | float) else from_json(stored)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin ourselves, below
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Writers lock at once: a read that turns into a write in mid-transaction cannot wait in SQLite."""
    reading = connection.get_execution_options().get("huake_read", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
