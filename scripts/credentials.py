"""The secrets of one installation, made at the first run and kept in var/secrets.json (mode 0600)."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

ROLES = ("agent", "supervisor", "marketer", "approver", "admin")


@dataclass(frozen=True)
class Credentials:
    """What the parts share among themselves, and the demo logins (role → password)."""

    inner_token: str
    jwt_key: str
    redis_password: str
    demo_passwords: dict[str, str]
    identity_key: str


def load_credentials(path: Path) -> Credentials:
    """Read them; make those that are not there yet."""
    known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    values = {**_new(), **known}
    if values != known:
        _write(path, values)
    return Credentials(**{name: values[name] for name in Credentials.__dataclass_fields__})


def remember_redis(path: Path, url: str) -> None:
    """Let commands that are run by hand find the Redis of ``make run``."""
    values = json.loads(path.read_text("utf-8"))
    _write(path, {**values, "redis_url": url})


def _new() -> dict[str, object]:
    made = Credentials(
        inner_token=secrets.token_urlsafe(32),
        jwt_key=secrets.token_urlsafe(32),
        identity_key=secrets.token_urlsafe(32),
        redis_password=secrets.token_hex(24),
        demo_passwords={role: secrets.token_urlsafe(9) for role in ROLES},
    )
    return asdict(made)


def _write(path: Path, values: dict[str, object]) -> None:
    """Replace the file whole, readable for its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(values, file, indent=2)
    new.replace(path)
