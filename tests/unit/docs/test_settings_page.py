"""docs/settings.md against the code that reads settings."""

import json
import re
from pathlib import Path

import pytest
from pydantic import AliasChoices

from channels.wechat.account import WechatAccount
from recsys.settings import ContactLimits, Settings
from scripts.ports import Ports, setting_of
from tests.unit.docs.pages import ROOT, names, table

PAGE = "docs/settings.md"


def rows(first: str) -> dict[str, str]:
    """Setting → its default as the page says."""
    return {names(row[0])[0]: (names(row[1]) or [""])[0] for row in table(PAGE, first)}


def shown(value: object) -> str:
    """A default as it would be written in the environment; nothing for an empty one."""
    if value == "" or value == {}:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_every_setting_stands_there_with_its_default() -> None:
    expected = {}
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        variable = str(alias.choices[-1]) if isinstance(alias, AliasChoices) else f"HUAKE_{name.upper()}"
        default = "" if isinstance(field.default, ContactLimits) else shown(field.default)
        expected[variable] = default
    assert rows("setting") == expected


def test_every_limit_of_contacts_stands_there_with_its_default() -> None:
    assert rows("field of `HUAKE_CONTACT`") == {
        name: shown(field.default) for name, field in ContactLimits.model_fields.items()
    }


def test_one_limit_may_be_changed_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUAKE_VAR", str(tmp_path))
    monkeypatch.setenv("HUAKE_CONTACT", '{"per_week": 2}')
    assert Settings().contact == ContactLimits(per_week=2)


def test_every_field_of_a_wechat_account_stands_there() -> None:
    assert set(rows("field of an account")) == set(WechatAccount.model_fields)


def test_the_example_of_wechat_accounts_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    example = re.findall(r"HUAKE_WECHAT_ACCOUNTS='(.+?)'", (ROOT / PAGE).read_text("utf-8"))[0]
    monkeypatch.setenv("HUAKE_VAR", str(tmp_path))
    monkeypatch.setenv("HUAKE_WECHAT_ACCOUNTS", example)
    accounts = Settings().wechat_accounts
    assert accounts == json.loads(example)
    assert all(WechatAccount.model_validate(fields) for fields in accounts.values())


def test_every_port_of_make_run_stands_there_with_its_default() -> None:
    ports = {setting_of(name): str(getattr(Ports(), name)) for name in Ports.__dataclass_fields__}
    said = rows("variable") | rows("setting")
    assert {name: said.get(name) for name in ports} == ports


def test_every_variable_that_any_file_names_is_documented() -> None:
    folders = ("scripts", "bot", "kb", "recsys", "channels", "actions", "docker", "tests")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [*ROOT.glob("*.yml"), ROOT / "Makefile"]
    known = {variable for path in files for variable in _variables(path)}
    assert (
        known - set(rows("variable")) - set(rows("setting")) - {"HUAKE_DATABASE_URL", "HUAKE_REDIS_URL"}
        == set()
    )


def _variables(path: Path) -> set[str]:
    if path.suffix not in (".py", ".yml", ".env", ".Dockerfile", "") or "__pycache__" in path.parts:
        return set()
    return set(re.findall(r"\bHUAKE_[A-Z]+(?:_[A-Z]+)*\b(?!_)", path.read_text("utf-8")))
