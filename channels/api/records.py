"""One record per customer: where each field comes from, possible duplicates, merging and taking apart."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from channels.api.customers import Agent, may_see
from channels.auth import Staff, allow, record
from channels.gateway import gateway_of
from channels.problem import Problem
from channels.record_view import duplicate_shown, fields_shown, merge_shown
from channels.whom import Named
from recsys.customers.alias import gone_ids
from recsys.customers.customer import PHONE
from recsys.customers.duplicates import duplicates, find, pair_of, set_apart
from recsys.customers.identity import link
from recsys.customers.load import UnknownCustomer
from recsys.customers.merging.merge import MergeRefused, merge, merges
from recsys.customers.merging.undo import UndoRefused, undo
from recsys.customers.statements import record as record_of
from recsys.engine import Engine

router = APIRouter(prefix="/api/v1", tags=["records"])
Supervisor = Annotated[Staff, Depends(allow("supervisor"))]
Reason = Annotated[str, Field(min_length=2, max_length=200)]
Id = Annotated[str, Field(min_length=1, max_length=64)]


class MergeIn(BaseModel):
    """The other record, and why the two are one person."""

    model_config = ConfigDict(extra="forbid")

    other_id: Id
    reason: Reason


class ApartIn(MergeIn):
    """The other record, and why the two are two people."""


class IdentityIn(BaseModel):
    """A login or number that the customer has proved to be theirs."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["app", "wechat", "phone", "bank"]
    value: Annotated[str, Field(pattern=r"^[\w.@+:-]{3,100}$")]

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> "IdentityIn":
        if self.kind == "phone" and not re.fullmatch(PHONE, self.value):
            raise ValueError("a phone number has 5 to 15 digits, with + before a country's")
        return self


@router.get("/customers/{customer_id}/record")
def show(request: Request, customer_id: Named, member: Agent) -> dict[str, Any]:
    """Every field with its source, time, why it won and what lost; ids that mean the same customer."""
    engine = may_see(request, customer_id, member)
    with engine.read() as connection:
        fields = fields_shown(record_of(connection, customer_id))
        gone = gone_ids(connection, customer_id)
    history = [merge_shown(one) for one in merges(engine, customer_id=customer_id)]
    return {"customer_id": customer_id, "fields": fields, "merged_ids": gone, "merges": history}


@router.get("/duplicates")
def pairs(request: Request, member: Agent, apart: Annotated[bool, Query()] = False) -> list[dict[str, Any]]:
    """Possible duplicates with evidence, sure ones first; with ``apart`` those that people set apart."""
    return [duplicate_shown(pair) for pair in duplicates(gateway_of(request).engine, decided=apart)]


@router.post("/duplicates/search")
def look(request: Request, member: Supervisor) -> dict[str, Any]:
    """Look through all records anew; what people decided stays decided."""
    found = find(gateway_of(request).engine, datetime.now(UTC))
    record(gateway_of(request).engine, member, "duplicates.search", "*", compared=found.compared)
    return {"records": found.records, "compared": found.compared, "answers": found.answers}


@router.post("/customers/{customer_id}/merge")
def unite(request: Request, customer_id: Named, body: MergeIn, member: Supervisor) -> dict[str, Any]:
    """Make two records one; 409 with the evidence when the rules forbid it."""
    engine = may_see(request, customer_id, member)
    done = united(engine, customer_id, body.other_id, member, body.reason)
    return done or {"customer_id": customer_id, "moved": {}}


@router.post("/customers/{customer_id}/apart")
def part(request: Request, customer_id: Named, body: ApartIn, member: Supervisor) -> dict[str, str]:
    """Say that a pair are two people: it is not put forward again, nor merged by rules."""
    engine = may_see(request, customer_id, member)
    try:
        set_apart(engine, pair_of(customer_id, body.other_id), member.id, body.reason, datetime.now(UTC))
    except LookupError as error:
        raise Problem(404, "These two are no possible duplicates: search anew first.") from error
    record(engine, member, "customer.apart", customer_id, other=body.other_id, reason=body.reason)
    return {"customer_id": customer_id, "other_id": body.other_id}


@router.post("/merges/{merge_id}/undo")
def take_back(request: Request, merge_id: str, member: Supervisor) -> dict[str, Any]:
    """Both records as before; what came since goes where it came through, ``untold`` lists the rest."""
    try:
        return merge_shown(undo(gateway_of(request).engine, merge_id, member.id, datetime.now(UTC)))
    except UndoRefused as error:
        raise Problem(409, str(error)) from error


@router.post("/customers/{customer_id}/identities")
def connect(request: Request, customer_id: Named, body: IdentityIn, member: Agent) -> dict[str, str]:
    """Note a login or number that the customer has proved; its record is merged if the rules agree."""
    engine = may_see(request, customer_id, member)
    try:
        kept = link(engine, body.kind, body.value, customer_id, staff_id=member.id)
    except MergeRefused as error:
        raise Problem(409, str(error)) from error
    record(engine, member, "customer.link", kept, kind=body.kind)
    return {"customer_id": kept}


def united(engine: Engine, one: str, other: str, member: Staff, reason: str) -> dict[str, Any] | None:
    """Merge by a person's decision; none when they are one already. Raises Problem 404, 409 or 422."""
    if one == other:
        raise Problem(422, "A record cannot be merged with itself: name the other one.")
    try:
        done = merge(
            engine, one, other, by="person", staff_id=member.id, reason=reason, now=datetime.now(UTC)
        )
    except UnknownCustomer as error:
        raise Problem(404, "There is no such customer: check the other id.") from error
    except MergeRefused as error:
        raise Problem(409, str(error)) from error
    return merge_shown(done) if done else None
