"""Commands of docs/operations.md that can be tried here are tried."""

import re
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.auth import check_password
from recsys.customers.privacy import left_of
from recsys.engine import Engine, open_engine
from recsys.settings import Settings
from recsys.sql.connect import open_sql
from recsys.sql.migrate import migrate
from recsys.sql.schema import metadata
from tests.unit.docs.pages import blocks, read

PAGE = "docs/operations.md"


def test_the_script_that_adds_staff_lets_them_log_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "HUAKE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HUAKE_VAR", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["add_staff.py", "lili", "李丽", "agent", "客服中心"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: "correct horse")
    migrate(open_sql(Settings().sql_url))
    exec(compile(blocks(PAGE, "python")[0], PAGE, "exec"), {})
    engine = open_engine(Settings(), search=False)
    member = check_password(engine, "lili", "correct horse")
    assert member is not None
    assert (member.name, member.role) == ("李丽", "agent")
    assert check_password(engine, "lili", "wrong") is None
    engine.close()


def test_the_script_that_deletes_a_customer_leaves_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert left_of(engine, "c000002")
    monkeypatch.setattr("recsys.engine.open_engine", lambda settings, search: engine)
    monkeypatch.setattr("sys.argv", ["forget_customer.py", "c000002"])
    with pytest.raises(SystemExit) as ended:
        exec(compile(blocks(PAGE, "python")[1], PAGE, "exec"), {})
    assert ended.value.code == 0
    assert left_of(engine, "c000002") == {}


def test_the_backup_command_copies_a_database_that_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "backup").mkdir()
    monkeypatch.chdir(tmp_path)
    sql = open_sql("sqlite:///var/huake.db")
    with sql.begin() as connection:
        connection.execute(sa.text("create table seen (name text)"))
        connection.execute(sa.text("insert into seen values ('小陈')"))
    command = re.findall(r'python -c "(import sqlite3.+?)"', read(PAGE))[0]
    exec(command, {})
    copy = sqlite3.connect("backup/huake.db")
    assert list(copy.execute("select name from seen")) == [("小陈",)]
    copy.close()
    sql.dispose()


def test_every_table_that_is_named_exists() -> None:
    asked = set(re.findall(r"select count\(\*\) from (\w+)", read(PAGE)))
    assert asked
    assert asked <= set(metadata.tables)
