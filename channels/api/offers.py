"""Suggestions for a known customer, and bills for any usage."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from channels.api.customers import Agent, may_see
from channels.auth import Staff, current_staff
from channels.gateway import gateway_of
from channels.problem import Problem
from kb.catalogue.schema import Plan, Tariff
from recsys.customers.customer import MonthUsage
from recsys.engine import Engine
from recsys.offer.decision import Decision
from recsys.offer.snapshot import from_plain
from recsys.ranking.advice import OfferNeed, recommend_offer
from recsys.tariff.advice import TariffNeed, recommend_plan
from recsys.tariff.bill import Bill, bills
from recsys.tariff.packs import PackNeed, recommend_pack
from recsys.tariff.saving import saving
from recsys.wealth.advice import WealthNeed, recommend_wealth

router = APIRouter(prefix="/api/v1", tags=["offers"])
Kind = TypeVar("Kind", bound=Tariff)
Need = TypeVar("Need", TariffNeed, PackNeed, WealthNeed, OfferNeed)
Count = Annotated[int, Field(ge=0, le=10**9)]


class Wanted(BaseModel):
    """``context`` holds the stated need of the line, in the value shapes of the entities."""

    model_config = ConfigDict(extra="forbid")

    customer_id: str
    line: Literal["tariff", "pack", "wealth", "offer"]
    k: Annotated[int, Field(ge=1, le=10)] = 3
    channel: Literal["app", "wechat", "hotline", "hall"] = "app"
    context: dict[str, Any] = {}


@router.post("/recommendations")
def recommend(request: Request, body: Wanted, member: Agent) -> dict[str, Any]:
    """Decide, log and return items with reasons and what was held back with codes."""
    engine = may_see(request, body.customer_id, member)
    try:
        return asdict(_decide(engine, body))
    except ValidationError as error:
        raise Problem(
            422, f"'context' does not fit line '{body.line}': {error.errors()[0]['msg']}"
        ) from error


def _decide(engine: Engine, body: Wanted) -> Decision:
    now = datetime.now(UTC)
    common: dict[str, Any] = {"k": body.k, "channel": body.channel, "now": now}
    if body.line == "tariff":
        need = _need(TariffNeed, body.context)
        return recommend_plan(engine, body.customer_id, need=need, **common)
    if body.line == "pack":
        return recommend_pack(engine, body.customer_id, need=_need(PackNeed, body.context), **common)
    if body.line == "offer":
        wanted = _need(OfferNeed, body.context)
        return recommend_offer(engine, body.customer_id, need=wanted, with_agent=True, **common)
    wealth = _need(WealthNeed, body.context)
    return recommend_wealth(engine, body.customer_id, need=wealth, **common)


def _need(kind: type[Need], context: dict[str, Any]) -> Need:
    known = [field.name for field in fields(kind)]
    if unknown := context.keys() - set(known):
        told = ", ".join(sorted(unknown))
        raise Problem(422, f"'context' has unknown fields ({told}); it takes: {', '.join(known)}.")
    return from_plain(kind, context)


class Month(BaseModel):
    """One month's usage: MB, minutes, pieces."""

    model_config = ConfigDict(extra="forbid")

    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    data_mb: Count
    directed_mb: Count = 0
    voice_min: Count = 0
    sms: Count = 0
    mms: Count = 0
    wlan_min: Count = 0


class Simulation(BaseModel):
    """Usage (oldest first) under these plans (all on sale if none) with these packs, against ``current``."""

    model_config = ConfigDict(extra="forbid")

    usage: Annotated[list[Month], Field(min_length=1, max_length=24)]
    plan_ids: list[str] | None = None
    packs: list[str] = []
    current: str | None = None


@router.post("/tariffs/simulate")
def simulate(
    request: Request, body: Simulation, _: Annotated[Staff, Depends(current_staff)]
) -> dict[str, Any]:
    """Bills with lines per plan, cheapest first, and the saving against the current plan."""
    catalogue = gateway_of(request).engine.catalogue
    today = datetime.now(UTC).date()
    on_sale = [plan.id for plan in catalogue.plans.values() if plan.sold_on(today)]
    plans = [_known(catalogue.plans, id, "plan") for id in body.plan_ids or on_sale]
    packs = [_known(catalogue.packs, id, "pack") for id in body.packs]
    months = [MonthUsage(**month.model_dump()) for month in body.usage]
    now = bills(_known(catalogue.plans, body.current, "plan"), (), months) if body.current else None
    simulated = [_simulated(plan, bills(plan, packs, months), now) for plan in plans]
    return {"plans": sorted(simulated, key=lambda one: (one["total"], one["plan_id"]))}


def _simulated(plan: Plan, made: Sequence[Bill], now: Sequence[Bill] | None) -> dict[str, Any]:
    return {
        "plan_id": plan.id,
        "title": plan.title,
        "total": sum(bill.total for bill in made),
        "bills": [bill.to_dict() for bill in made],
        "saving": asdict(saving([b.total for b in now], [b.total for b in made])) if now else None,
    }


def _known(items: Mapping[str, Kind], id: str, kind: str) -> Kind:
    if id not in items:
        raise Problem(422, f"There is no {kind} '{id}': see POST /api/v1/kb/search.")
    return items[id]
