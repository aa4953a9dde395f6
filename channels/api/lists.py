"""White, grey and black lists of a customer: agents read them, supervisors write them."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from channels.api.customers import Agent, may_see
from channels.auth import Staff, allow
from channels.problem import Problem
from channels.whom import Named
from recsys.customers.lists import EVERYTHING, Entry, ListError, UnknownEntry, add, end, entries_of, new_entry

router = APIRouter(prefix="/api/v1/customers", tags=["lists"])
Supervisor = Annotated[Staff, Depends(allow("supervisor"))]


class EntryIn(BaseModel):
    """``product_id`` * means every product; ``until`` is the first moment at which it no longer counts."""

    model_config = ConfigDict(extra="forbid")

    product_id: Annotated[str, Field(max_length=100)] = EVERYTHING
    list: Literal["white", "grey", "black"]
    reason: Annotated[str, Field(min_length=2, max_length=200)]
    since: AwareDatetime | None = None
    until: AwareDatetime


@router.get("/{customer_id}/lists")
def lists(request: Request, customer_id: Named, member: Agent) -> list[dict[str, Any]]:
    """Every entry, ended ones too, newest first; ``counts`` says whether it counts now."""
    engine, now = may_see(request, customer_id, member), datetime.now(UTC)
    with engine.read() as connection:
        return [shown(entry, now) for entry in entries_of(connection, customer_id)]


@router.post("/{customer_id}/lists", status_code=201)
def enter(request: Request, customer_id: Named, body: EntryIn, member: Supervisor) -> dict[str, Any]:
    """Put the customer on a list, with reason and end."""
    engine, now = may_see(request, customer_id, member), datetime.now(UTC)
    rest = {"department": member.department, "staff_id": member.id}
    times = {"since": body.since or now, "until": body.until}
    entry = new_entry(customer_id, body.product_id, body.list, body.reason, **rest, **times)
    try:
        add(engine, entry, now)
    except ListError as error:
        raise Problem(422, str(error)) from error
    return shown(entry, now)


@router.post("/{customer_id}/lists/{entry_id}/end")
def finish(request: Request, customer_id: Named, entry_id: str, member: Supervisor) -> dict[str, Any]:
    """End an entry early: it counts no longer from now on."""
    engine, now = may_see(request, customer_id, member), datetime.now(UTC)
    with engine.read() as connection:
        mine = {entry.id for entry in entries_of(connection, customer_id)}
    try:
        if entry_id not in mine:
            raise UnknownEntry(entry_id)
        return shown(end(engine, entry_id, member.id, now), now)
    except UnknownEntry as error:
        raise Problem(
            404, "There is no running entry of that id: read the customer's lists again."
        ) from error


def shown(entry: Entry, now: datetime) -> dict[str, Any]:
    """An entry with whether it counts now."""
    return asdict(entry) | {"counts": entry.counts(now)}
