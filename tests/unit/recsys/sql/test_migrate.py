"""The migrations lead to exactly the schema that the code uses."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from recsys.sql import schema as t
from recsys.sql.connect import open_sql
from recsys.sql.migrate import migrate


def test_an_empty_database_reaches_the_schema_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    sql = open_sql(f"sqlite:///{tmp_path / 'new.db'}")
    assert migrate(sql) == migrate(sql)
    with sql.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), t.metadata) == []
    sql.dispose()


def test_a_stored_time_comes_back_aware_and_in_utc(tmp_path: Path) -> None:
    sql = open_sql(f"sqlite:///{tmp_path / 'new.db'}")
    migrate(sql)
    noon = datetime(2026, 11, 18, 12, tzinfo=timezone(timedelta(hours=8)))
    with sql.begin() as connection:
        values = {"id": "e_1", "customer_hash": "x", "at": noon, "removed": {}}
        connection.execute(t.erasures.insert().values(values))
        stored = connection.scalar(sa.select(t.erasures.c.at))
    assert stored == noon
    assert stored is not None
    assert stored.tzinfo is UTC
    sql.dispose()


def test_a_time_without_zone_is_refused(tmp_path: Path) -> None:
    sql = open_sql(f"sqlite:///{tmp_path / 'new.db'}")
    migrate(sql)
    values = {"id": "e_1", "customer_hash": "x", "at": datetime(2026, 11, 18), "removed": {}}
    with pytest.raises(sa.exc.StatementError, match="time zone"), sql.begin() as connection:
        connection.execute(t.erasures.insert().values(values))
    sql.dispose()
