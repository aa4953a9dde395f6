"""Commands of docs/operations.md that can be tried here are tried."""

import json
import re
import shlex
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.auth import check_password
from recsys.__main__ import main
from recsys.customers.privacy import left_of
from recsys.engine import Engine, open_engine
from recsys.settings import Settings
from recsys.sql.connect import open_sql
from recsys.sql.migrate import migrate
from recsys.sql.schema import metadata
from tests.unit.docs.pages import read

PAGE = "docs/operations.md"


def commands(name: str) -> list[str]:
    """Arguments of the first ``python -m recsys`` command of that name on the page."""
    line = re.search(rf"python -m recsys ({name} .*)", read(PAGE))
    assert line
    return shlex.split(line[1], comments=True)


def test_the_command_that_adds_staff_lets_them_log_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "HUAKE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HUAKE_VAR", str(tmp_path))
    monkeypatch.setattr("getpass.getpass", lambda prompt: "correct horse battery")
    migrate(open_sql(Settings().sql_url))
    assert main(commands("staff")) == 0
    assert main(commands("staff")) == 2  # the login is taken
    engine = open_engine(Settings(), search=False)
    member = check_password(engine, "lili", "correct horse battery")
    assert member is not None
    assert (member.name, member.role) == ("李丽", "agent")
    assert check_password(engine, "lili", "wrong") is None
    engine.close()


def test_the_command_that_deletes_a_customer_leaves_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert left_of(engine, "c000002")
    monkeypatch.setattr("recsys.customers.privacy_command.open_engine", lambda settings, search: engine)
    assert main([*commands("export")[:1], "c000002"]) == 0
    assert json.loads(capsys.readouterr().out)["customers"][0]["id"] == "c000002"
    assert main([*commands("forget")[:1], "c000002"]) == 0
    assert json.loads(capsys.readouterr().out)["left"] == {}
    assert main(["forget", "c000002"]) == 2  # nobody of that id is left


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
