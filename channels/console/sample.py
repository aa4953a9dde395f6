"""Customers as marketers may see them."""

from channels.mask import mask_name, mask_phone
from recsys.customers.load import customer
from recsys.engine import Engine


def masked(engine: Engine, customer_id: str) -> dict[str, str]:
    """Name, number and plan of one customer."""
    person = customer(engine, customer_id)
    plan = engine.catalogue.plans.get(person.plan_id or "")
    return {
        "name": mask_name(person.name),
        "phone": mask_phone(person.phone),
        "plan": plan.title if plan else "没有套餐",
    }
