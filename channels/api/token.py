"""Log-in of staff: OAuth2 password → JWT."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.security import OAuth2PasswordRequestForm
from starlette.concurrency import run_in_threadpool

from channels.auth import STAFF_HOURS, check_password, record, staff_token
from channels.gateway import gateway_of
from channels.problem import Problem

router = APIRouter(prefix="/api/v1", tags=["token"])
TRIES, TRIES_WINDOW_S = 10, 300


@router.post("/token")
async def issue(request: Request, form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> dict[str, object]:
    """Return ``access_token``; too many wrong tries for a login lock it for five minutes."""
    return {
        "access_token": await log_in(request, form.username, form.password),
        "token_type": "bearer",
        "expires_in": STAFF_HOURS * 3600,
    }


async def log_in(request: Request, login: str, password: str) -> str:
    """Check and sign; raises Problem 401 or 429."""
    gateway = gateway_of(request)
    key = f"huake:login:{login}"
    tries = int(await gateway.redis.incr(key))
    await gateway.redis.expire(key, TRIES_WINDOW_S)
    if tries > TRIES:
        raise Problem(429, "Too many wrong passwords: wait five minutes, then try again.")
    member = await run_in_threadpool(check_password, gateway.engine, login, password)
    if member is None:
        raise Problem(401, "Login or password is wrong: check both and try again.")
    await gateway.redis.delete(key)
    await run_in_threadpool(record, gateway.engine, member, "login", member.id)
    return staff_token(gateway.settings.jwt_key, member, datetime.now(UTC))
