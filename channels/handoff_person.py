"""Who it is that needs a person, as far as the agent and the queue want to know."""

from channels.mask import mask_name
from channels.message import Heard
from recsys.customers.load import UnknownCustomer, customer
from recsys.engine import Engine
from recsys.service.handoff import reason_title, worth
from recsys.tags.store import tags_of


def worth_of(engine: Engine, heard: Heard) -> tuple[bool, bool]:
    """Whether the customer is valued, and whether they may leave."""
    tags = tags_of(engine, heard.message.customer_id, heard.message.at)
    return worth({tag.key: tag.value for tag in tags})


def who(engine: Engine, heard: Heard) -> str:
    """Masked name, age, plan, and whether they matter most."""
    try:
        person = customer(engine, heard.message.customer_id)
    except UnknownCustomer:
        return ""
    age, plan = person.age_on(heard.message.at.date()), engine.catalogue.plans.get(person.plan_id or "")
    facts = [mask_name(person.name), f"{age}岁" if age else "", plan.title if plan else ""]
    matters = [reason_title("valued")] if all(worth_of(engine, heard)) else []
    return ",".join([fact for fact in facts if fact] + matters)
