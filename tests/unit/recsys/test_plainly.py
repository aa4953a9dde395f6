"""A failure from outside is one sentence that says what to do; a fault of ours keeps its traceback."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from kb.catalogue.load import load_catalogue
from recsys.plainly import plainly
from recsys.settings import Settings
from recsys.sql import schema as t
from recsys.sql.connect import open_sql


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("HUAKE_CONTACT", "x", "HUAKE_CONTACT is no JSON"),
        ("HUAKE_CONTACT", '{"per_day": "viel"}', "HUAKE_CONTACT, field per_day: input should be"),
        ("HUAKE_CONTACT", '{"typo": 1}', "HUAKE_CONTACT, field typo: extra"),
        ("HUAKE_PORT", "abc", "HUAKE_PORT: input should be"),
        ("HUAKE_PORT", "99999", "HUAKE_PORT: input should be less"),
        ("HUAKE_TIMEZONE", "Mars/Base", "HUAKE_TIMEZONE: must be a time zone"),
        ("DATABASE_URL", "mysql://a:secret@b/c", "HUAKE_DATABASE_URL: must be postgresql://"),
    ],
)
def test_a_wrong_setting_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    assert plainly(lambda: Settings().port) == 2
    words = capsys.readouterr().err
    assert words.startswith(told)
    assert words.count("\n") == 1
    assert "secret" not in words


def test_broken_secrets_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secrets.json").write_text(json.dumps({"jwt_key": "k"})[:-1])
    monkeypatch.setenv("HUAKE_VAR", str(tmp_path))
    assert plainly(lambda: Settings().port) == 2
    assert "secrets.json is no JSON: put it back" in capsys.readouterr().err


def test_a_database_without_tables_says_how_to_make_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def count() -> int:
        with open_sql(f"sqlite:///{tmp_path / 'empty.db'}").connect() as connection:
            return len(list(connection.execute(sa.select(t.customers.c.id))))

    assert plainly(count) == 2
    assert "python -m recsys migrate" in capsys.readouterr().err


def test_a_folder_without_catalogue_says_what_to_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert plainly(lambda: len(load_catalogue(tmp_path).items)) == 2
    assert "HUAKE_CATALOGUE_DIR" in capsys.readouterr().err


def _interrupted() -> int:
    raise KeyboardInterrupt


def _faulty() -> int:
    raise ZeroDivisionError


@pytest.mark.parametrize(("run", "code"), [(_interrupted, 130), (lambda: 1, 1), (lambda: 0, 0)])
def test_ctrl_c_has_its_own_code_and_other_codes_stay(run: Callable[[], int], code: int) -> None:
    assert plainly(run) == code


def test_a_fault_of_ours_is_not_dressed_up() -> None:
    with pytest.raises(ZeroDivisionError):
        plainly(_faulty)
