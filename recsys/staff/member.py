"""Add a member of staff."""

from typing import Literal, get_args

import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.exc import IntegrityError

from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.sql.schema import staff

Role = Literal["agent", "supervisor", "marketer", "approver", "admin"]
ROLES: tuple[str, ...] = get_args(Role)
SHORTEST_PASSWORD = 12


class StaffRefused(ValueError):
    """The member cannot be added; the message says what to change."""


def add_staff(engine: Engine, login: str, name: str, role: str, department: str, password: str) -> str:
    """Store the member with a hash of the password (argon2id); returns the id. Raises StaffRefused."""
    if role not in ROLES:
        raise StaffRefused(f"there is no role '{role}': use one of {', '.join(ROLES)}")
    if len(password) < SHORTEST_PASSWORD:
        raise StaffRefused(f"the password is too short: use at least {SHORTEST_PASSWORD} characters")
    row = {"id": new_id("s"), "login": login, "name": name, "role": role, "department": department}
    row["password_hash"] = PasswordHasher().hash(password)
    try:
        with engine.write() as connection:
            connection.execute(sa.insert(staff).values(row | {"active": True}))
    except IntegrityError as error:
        raise StaffRefused(f"the login '{login}' is taken: choose another") from error
    return row["id"]
