"""One demo member of staff per role, for the demo profile only."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from recsys.engine import Engine
from recsys.sql import schema as t

ROLES = {
    "agent": ("坐席小方", "客服中心"),
    "supervisor": ("班长老郑", "客服中心"),
    "marketer": ("营销专员小吴", "市场部"),
    "approver": ("审批人孙总", "市场部"),
    "admin": ("管理员", "信息部"),
}


def demo_passwords(var: Path) -> dict[str, str]:
    """Role → password from ``<var>/secrets.json``; made and kept there (mode 0600) where missing."""
    path = var / "secrets.json"
    known: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    passwords = dict(known.get("demo_passwords", {}))
    missing = [role for role in ROLES if role not in passwords]
    if missing:
        passwords |= {role: secrets.token_urlsafe(9) for role in missing}
        _write_private(path, known | {"demo_passwords": passwords})
    return passwords


def create_demo_staff(engine: Engine) -> list[str]:
    """Create or refresh one login per role (login = role); returns the logins."""
    hasher, passwords = PasswordHasher(), demo_passwords(engine.settings.var)
    rows = [
        {
            "id": f"s_{role}",
            "login": role,
            "name": name,
            "password_hash": hasher.hash(passwords[role]),
            "role": role,
            "department": department,
            "active": True,
        }
        for role, (name, department) in ROLES.items()
    ]
    with engine.write() as connection:
        connection.execute(t.staff.delete().where(t.staff.c.login.in_(list(ROLES))))
        connection.execute(t.staff.insert(), rows)
    return list(ROLES)


def _write_private(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=2)
    fresh.replace(path)
