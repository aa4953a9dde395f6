"""Settings come from the environment, then from the secrets file."""

import json
from pathlib import Path

import pytest

from recsys.settings import Settings


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "REDIS_URL",
        "HUAKE_REDIS_URL",
        "DATABASE_URL",
        "HUAKE_DATABASE_URL",
        "HUAKE_VAR",
        "HUAKE_PORT",
    ):
        monkeypatch.delenv(name, raising=False)


def test_without_anything_said_it_is_sqlite_in_var() -> None:
    assert Settings().sql_url == "sqlite:///var/huake.db"


def test_secrets_fill_in_what_the_environment_leaves_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {"inner_token": "t", "jwt_key": "k", "redis_url": "redis://a", "demo_passwords": {"agent": "p"}}
    (tmp_path / "secrets.json").write_text(json.dumps(secrets))
    monkeypatch.setenv("HUAKE_VAR", str(tmp_path))
    assert Settings().inner_token == "t"
    assert Settings().redis_url == "redis://a"
    monkeypatch.setenv("REDIS_URL", "redis://b")
    assert Settings().redis_url == "redis://b"
    assert Settings().demo_passwords == {"agent": "p"}


def test_a_postgres_address_gets_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@db/huake")
    assert Settings().sql_url == "postgresql+psycopg://u:p@db/huake"
