"""What we know, and what a text means."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from channels.auth import Staff, current_staff
from channels.gateway import gateway_of
from channels.problem import Problem
from channels.rasa_client import RasaUnavailable

router = APIRouter(prefix="/api/v1", tags=["knowledge"])
AnyStaff = Annotated[Staff, Depends(current_staff)]


class Search(BaseModel):
    """A query; ``filters`` may name on_sale (a date), region, channel, brand."""

    model_config = ConfigDict(extra="forbid")

    query: Annotated[str, Field(min_length=1, max_length=500)]
    k: Annotated[int, Field(ge=1, le=50)] = 5
    kinds: list[str] | None = None
    filters: dict[str, Any] | None = None


class Parse(BaseModel):
    """A text, and when it was said (dates in it are read against that)."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=500)]
    at: AwareDatetime | None = None


@router.post("/kb/search")
async def search(request: Request, body: Search, _: AnyStaff) -> list[dict[str, Any]]:
    """Best documents first, with calibrated score, source and version."""
    searcher = gateway_of(request).engine.search
    if searcher is None:
        raise Problem(503, "The knowledge index is not built: run `python -m kb build --out var/kb`.")
    hits = await run_in_threadpool(searcher.search, body.query, body.k, body.kinds, body.filters)
    return [asdict(hit) for hit in hits]


@router.post("/parse")
async def parse(request: Request, body: Parse, _: AnyStaff) -> dict[str, Any]:
    """Intent with ranking, and entities with normalised values."""
    try:
        return await gateway_of(request).rasa.parse(body.text, body.at.isoformat() if body.at else None)
    except RasaUnavailable as error:
        raise Problem(503, "The language part does not answer: try again in some seconds.") from error
