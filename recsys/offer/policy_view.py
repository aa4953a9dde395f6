"""The unified policy view: what may be offered to a customer, the same in every channel, with scripts."""

from dataclasses import dataclass
from datetime import date, datetime

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item, WealthProduct
from recsys.contacts.contact_policy import may_contact
from recsys.customers.customer import Customer
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.offer.eligibility import Check, Standing, rejection, warning
from recsys.offer.standing import Facts, facts_of, standing
from recsys.wealth.suitability import unsuitable

REPLACED = {"mobile": ("mobile", "pack")}  # a new plan takes the place of what is held of these lines


@dataclass(frozen=True, slots=True)
class Offer:
    """May be offered; ``warning`` is a code that the agent must see first."""

    product_id: str
    line: str
    title: str
    script_ids: tuple[str, ...]
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """May not be offered, and the code of the rule that says so."""

    product_id: str
    line: str
    title: str
    code: str


@dataclass(frozen=True, slots=True)
class PolicyView:
    """``contact`` is the code that forbids to approach the customer in this channel now, or none."""

    customer_id: str
    channel: str
    at: datetime
    contact: str | None
    offers: tuple[Offer, ...]
    refusals: tuple[Refusal, ...]


def policy_view(engine: Engine, customer_id: str, channel: str, now: datetime) -> PolicyView:
    """Everything the catalogue sells, judged. Raises UnknownCustomer."""
    who = customer(engine, customer_id, now)
    facts = facts_of(engine, customer_id, now)
    contact = may_contact(engine, customer_id, channel, "marketing", None, now)
    day = now.astimezone(engine.settings.zone).date()
    offers, refusals = judge(who, facts, engine.catalogue, channel, now, day)
    return PolicyView(customer_id, channel, now, contact, offers, refusals)


def judge(
    who: Customer, facts: Facts, catalogue: Catalogue, channel: str, now: datetime, day: date
) -> tuple[tuple[Offer, ...], tuple[Refusal, ...]]:
    """The same from plain values, without the contact policy."""
    stands = {line: standing(who, facts, catalogue, day, without=gone) for line, gone in REPLACED.items()}
    whole = standing(who, facts, catalogue, day)
    offers: list[Offer] = []
    refusals: list[Refusal] = []
    for item in catalogue.items.values():
        line = str(getattr(item, "line", ""))
        code = _code(item, stands.get(line, whole), who, channel, now, day)
        if code:
            refusals.append(Refusal(item.id, line, item.title, code))
        else:
            offers.append(Offer(item.id, line, item.title, _scripts(catalogue, item), warning(item, whole)))
    return tuple(offers), tuple(refusals)


def _code(item: Item, stands: Standing, who: Customer, channel: str, now: datetime, day: date) -> str | None:
    if item.id == who.plan_id:
        return "owned"
    return rejection(item, stands, channel=channel, day=day, suitability=_suitability(who, now))


def _suitability(who: Customer, now: datetime) -> Check:
    def check(item: Item) -> str | None:
        return unsuitable(who, item, now, with_agent=True) if isinstance(item, WealthProduct) else None

    return check


def _scripts(catalogue: Catalogue, item: Item) -> tuple[str, ...]:
    return tuple(script.id for script in catalogue.scripts.values() if item.id in script.refs)
