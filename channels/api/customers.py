"""What staff may see of a customer; every look is in the audit trail."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request

from channels.auth import Staff, allow, record
from channels.gateway import gateway_of
from channels.mask import mask_name, mask_phone
from channels.problem import Problem
from channels.whom import Named
from recsys.contacts.timeline import contacts_of
from recsys.customers.customer import Customer
from recsys.customers.load import UnknownCustomer, customer
from recsys.engine import Engine
from recsys.offer.decision_log import decisions_of
from recsys.ranking.view import ranked_view
from recsys.tags.store import tags_of

router = APIRouter(prefix="/api/v1/customers", tags=["customers"])
Channel = Literal["app", "wechat", "web", "hotline", "hall", "copilot", "console"]
Limit = Annotated[int, Query(ge=1, le=500)]


def may_see(request: Request, customer_id: str, member: Staff) -> Engine:
    """The customer exists and the role may look; the look is recorded. Raises Problem 404."""
    engine = gateway_of(request).engine
    try:
        customer(engine, customer_id)
    except UnknownCustomer as error:
        raise Problem(404, "There is no such customer: check the id.") from error
    record(engine, member, "customer.read", customer_id, path=request.url.path)
    return engine


Reader = Annotated[Staff, Depends(allow("agent", "supervisor", "marketer"))]
Agent = Annotated[Staff, Depends(allow("agent", "supervisor"))]


@router.get("/{customer_id}")
def overview(request: Request, customer_id: Named, member: Reader) -> dict[str, Any]:
    """Who this is: masked name and number, plan, subscriptions, holdings, risk, last contacts."""
    engine = may_see(request, customer_id, member)
    person = customer(engine, customer_id)
    return masked(person, engine) | ({} if member.role == "marketer" else asset_view(person))


def masked(person: Customer, engine: Engine) -> dict[str, Any]:
    """What every role may see."""
    plan = engine.catalogue.plans.get(person.plan_id or "")
    return {
        "id": person.id,
        "name": mask_name(person.name),
        "phone": mask_phone(person.phone),
        "region": person.region,
        "age": person.age_on(datetime.now(UTC).date()),
        "plan": {"id": plan.id, "title": plan.title, "fee": plan.fee} if plan else None,
        "plan_since": person.plan_since,
        "contract_until": person.contract_until,
        "subscriptions": [
            {"id": item, "title": engine.catalogue.items[item].title}
            for item in person.subscriptions
            if item in engine.catalogue.items
        ],
        "contacts": [asdict(contact) for contact in contacts_of(engine, person.id, limit=3)],
    }


def asset_view(person: Customer) -> dict[str, Any]:
    """What only those who serve the customer may see."""
    return {
        "holdings": [asdict(holding) for holding in person.holdings],
        "risk": asdict(person.risk) if person.risk else None,
        "usage": [asdict(month) for month in person.usage],
    }


@router.get("/{customer_id}/tags")
def tags(request: Request, customer_id: Named, member: Reader) -> list[dict[str, Any]]:
    """Tags that hold now and that the department may see, with their evidence."""
    engine = may_see(request, customer_id, member)
    return [asdict(tag) for tag in tags_of(engine, customer_id, datetime.now(UTC), member.viewer)]


@router.get("/{customer_id}/decisions")
def decisions(request: Request, customer_id: Named, member: Agent, limit: Limit = 20) -> list[dict[str, Any]]:
    """What was suggested and what was held back, with reason codes, newest first."""
    engine = may_see(request, customer_id, member)
    return [asdict(decision) for decision in decisions_of(engine, customer_id, limit)]


@router.get("/{customer_id}/policy")
def policy(
    request: Request, customer_id: Named, member: Reader, channel: Channel | None = None
) -> dict[str, Any]:
    """What may be offered where and in which words, best first; what not and why; what is pending."""
    engine = may_see(request, customer_id, member)
    view = asdict(ranked_view(engine, customer_id, channel, datetime.now(UTC)))
    offers = [offer | {"not_in": dict(offer["not_in"])} for offer in view["offers"]]
    return view | {"offers": offers, "contacts": dict(view["contacts"])}
