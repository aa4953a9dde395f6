"""Open the database: SQLite in WAL mode, or PostgreSQL."""

import json
from typing import Any

import sqlalchemy as sa

READ = {"huake_read": True}  # execution option of connections that never write


def open_sql(url: str) -> sa.Engine:
    """Nothing is read or written yet. SQLite writers wait for each other up to 15 s."""
    sql = sa.create_engine(url, json_serializer=_dumps, pool_pre_ping=not url.startswith("sqlite"))
    if sql.dialect.name == "sqlite":
        sa.event.listen(sql, "connect", _prepare_sqlite)
        sa.event.listen(sql, "begin", _begin_sqlite)
    return sql


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin ourselves, below
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Writers lock at once: a read that turns into a write in mid-transaction cannot wait in SQLite."""
    reading = connection.get_execution_options().get("huake_read", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
