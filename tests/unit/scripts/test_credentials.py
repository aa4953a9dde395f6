import json
import stat
from pathlib import Path

from scripts.credentials import ROLES, load_credentials, remember_redis


def test_secrets_are_made_once_and_only_for_the_owner(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secrets.json"
    first = load_credentials(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_credentials(path) == first
    assert set(first.demo_passwords) == set(ROLES)


def test_no_two_installations_share_a_secret(tmp_path: Path) -> None:
    one, other = load_credentials(tmp_path / "a.json"), load_credentials(tmp_path / "b.json")
    values = [one.inner_token, one.jwt_key, one.redis_password, *one.demo_passwords.values()]
    values += [other.inner_token, other.jwt_key, other.redis_password, *other.demo_passwords.values()]
    assert len(set(values)) == len(values)


def test_the_redis_address_is_kept_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    before = load_credentials(path)
    remember_redis(path, "redis://127.0.0.1:1/0")
    assert json.loads(path.read_text())["redis_url"] == "redis://127.0.0.1:1/0"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_credentials(path) == before
