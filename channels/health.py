"""Is it alive, is each part ready, and how much has it done."""

import asyncio

import httpx
import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.concurrency import run_in_threadpool

from channels.gateway import Gateway, gateway_of

router = APIRouter(tags=["health"])
_PART_S = 2.0


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Each part by name: ok, or what is wrong; 503 unless all are ok."""
    gateway = gateway_of(request)
    checks = {
        "redis": _redis(gateway),
        "database": _database(gateway),
        "rasa": _http(f"{gateway.settings.rasa_url}/"),
        "actions": _http(f"http://127.0.0.1:{gateway.settings.actions_port}/health"),
        "knowledge": _knowledge(gateway),
    }
    states = dict(zip(checks, await asyncio.gather(*map(_state, checks.values())), strict=True))
    return JSONResponse(states, 200 if set(states.values()) == {"ok"} else 503)


@router.get("/metrics")
async def metrics() -> Response:
    """Prometheus text."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _state(check: object) -> str:
    try:
        await asyncio.wait_for(check, _PART_S)  # type: ignore[arg-type]
    except Exception as error:
        return f"unavailable ({type(error).__name__})"
    return "ok"


async def _redis(gateway: Gateway) -> None:
    await gateway.redis.ping()


async def _database(gateway: Gateway) -> None:
    def ask() -> None:
        with gateway.engine.read() as connection:
            connection.execute(sa.text("select 1 from events where 1 = 0"))

    await run_in_threadpool(ask)


async def _http(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=_PART_S) as client:
        (await client.get(url)).raise_for_status()


async def _knowledge(gateway: Gateway) -> None:
    if gateway.engine.search is None:
        raise LookupError("no index: run `python -m kb build --out var/kb`")
