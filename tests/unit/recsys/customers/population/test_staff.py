"""Demo staff can log in, and only their hashes are stored."""

import json
import stat

import sqlalchemy as sa
from argon2 import PasswordHasher

from recsys.customers.population.staff import ROLES, create_demo_staff, demo_passwords
from recsys.engine import Engine
from recsys.sql import schema as t


def test_every_role_has_a_login_whose_password_fits(engine: Engine) -> None:
    assert set(create_demo_staff(engine)) == set(ROLES)
    passwords = demo_passwords(engine.settings.var)
    with engine.read() as connection:
        rows = list(connection.execute(sa.select(t.staff)))
    assert {row.role for row in rows} == set(ROLES)
    agent = next(row for row in rows if row.role == "agent")
    assert PasswordHasher().verify(agent.password_hash, passwords["agent"])
    assert all(password not in row.password_hash for row in rows for password in passwords.values())


def test_passwords_stay_the_same_and_private(engine: Engine) -> None:
    path = engine.settings.var / "secrets.json"
    path.write_text(json.dumps({"jwt_key": "k", "demo_passwords": {"agent": "given"}}))
    first = demo_passwords(engine.settings.var)
    assert first["agent"] == "given"
    assert demo_passwords(engine.settings.var) == first
    assert json.loads(path.read_text())["jwt_key"] == "k"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
