"""The migrations lead to exactly the schema that the code uses."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from recsys.sql import schema as t
from recsys.sql.connect import open_sql
from recsys.sql.migrate import alembic_config, migrate


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


def test_what_was_known_before_becomes_the_carriers_statement_and_admission_entries_of_the_lists(
    tmp_path: Path,
) -> None:
    sql = open_sql(f"sqlite:///{tmp_path / 'old.db'}")
    with sql.begin() as connection:
        command.upgrade(alembic_config(connection), "0005")
        row = {"id": "c1", "name": "王小明", "phone": "19900000001", "region": "CN-GD", "guest": False}
        profile = {"job": "教师", "admission": {"*": "grey"}}
        created = datetime(2026, 1, 1, tzinfo=UTC)
        connection.execute(t.customers.insert().values(**row, profile=profile, created_at=created))
    migrate(sql)
    with sql.connect() as connection:
        said = connection.execute(sa.select(t.statements)).one()
        listed = connection.execute(sa.select(t.listings)).one()
        left = connection.scalar(sa.select(t.customers.c.profile))
    assert (said.source, said.said["job"], said.verified, said.at) == (
        "phone",
        "教师",
        ["name", "phone"],
        created,
    )
    assert (listed.product_id, listed.list, listed.ended_at) == ("*", "grey", None)
    assert left == {"job": "教师"}
    sql.dispose()
