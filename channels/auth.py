"""Who is calling: staff with a role, or a customer; both by signed, expiring tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

import jwt
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import Depends, Request

from channels.problem import Problem
from recsys.engine import Engine
from recsys.sql.schema import audit, staff
from recsys.tags.access import Viewer

Role = Literal["agent", "supervisor", "marketer", "approver", "admin"]
STAFF_COOKIE, CUSTOMER_COOKIE = "huake_staff", "huake_customer"
STAFF_HOURS, CUSTOMER_HOURS = 10, 72
_HASHER = PasswordHasher()
_DUMMY_HASH = _HASHER.hash("nobody")  # so that an unknown login takes as long as a wrong password


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff who proved it."""

    id: str
    name: str
    role: Role
    department: str

    @property
    def viewer(self) -> Viewer:
        """Which tags they may see."""
        return Viewer(self.department, self.role == "admin")


def check_password(engine: Engine, login: str, password: str) -> Staff | None:
    """Return the member of staff, or none when login or password is wrong."""
    with engine.read() as connection:
        row = connection.execute(
            sa.select(staff).where(staff.c.login == login, staff.c.active.is_(True))
        ).one_or_none()
    try:
        _HASHER.verify(row.password_hash if row else _DUMMY_HASH, password)
    except (VerificationError, InvalidHashError):
        return None
    return Staff(row.id, row.name, row.role, row.department) if row else None


def staff_token(key: str, member: Staff, now: datetime) -> str:
    """Sign a token for one working day."""
    claims = {"sub": member.id, "kind": "staff", "name": member.name, "role": member.role}
    return _sign(key, claims | {"department": member.department}, now, STAFF_HOURS)


def customer_token(key: str, customer_id: str, now: datetime) -> str:
    """Sign a token that lets one customer talk as themselves."""
    return _sign(key, {"sub": customer_id, "kind": "customer"}, now, CUSTOMER_HOURS)


def read_customer(key: str, token: str) -> str:
    """Return the customer id; raises Problem 401."""
    return str(_read(key, token, "customer")["sub"])


def read_staff(key: str, token: str) -> Staff:
    """Return the member of staff; raises Problem 401."""
    claims = _read(key, token, "staff")
    return Staff(claims["sub"], claims["name"], claims["role"], claims["department"])


def _sign(key: str, claims: dict[str, Any], now: datetime, hours: int) -> str:
    return jwt.encode(claims | {"iat": now, "exp": now + timedelta(hours=hours)}, key, algorithm="HS256")


def _read(key: str, token: str, kind: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=["HS256"], options={"require": ["exp", "sub"]}
        )
    except jwt.InvalidTokenError as error:
        raise Problem(401, "The token is missing, wrong or expired: log in again.") from error
    if claims.get("kind") != kind:
        raise Problem(401, f"This call needs a {kind} token: log in as {kind}.")
    return claims


def bearer(request: Request, cookie: str) -> str:
    """The token of the Authorization header, or else of the cookie; empty when there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else request.cookies.get(cookie, "")


def current_staff(request: Request) -> Staff:
    """FastAPI dependency: the caller must be staff."""
    return read_staff(request.app.state.settings.jwt_key, bearer(request, STAFF_COOKIE))


def current_customer(request: Request) -> str:
    """FastAPI dependency: the caller must be a customer; gives the id."""
    return read_customer(request.app.state.settings.jwt_key, bearer(request, CUSTOMER_COOKIE))


def allow(*roles: Role) -> Callable[[Staff], Staff]:
    """Dependency factory: only these roles (an admin always)."""

    def check(member: Annotated[Staff, Depends(current_staff)]) -> Staff:
        if member.role not in (*roles, "admin"):
            raise Problem(403, f"Your role '{member.role}' may not do this; it needs: {', '.join(roles)}.")
        return member

    return check


def record(engine: Engine, member: Staff, action: str, what: str, **detail: Any) -> None:
    """Add to the audit trail."""
    row = {"at": datetime.now(UTC), "staff_id": member.id, "action": action, "object": what, "detail": detail}
    with engine.write() as connection:
        connection.execute(sa.insert(audit).values(row))
