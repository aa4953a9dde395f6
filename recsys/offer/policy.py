"""The one judge of what may be offered: chat, copilot, console, API and pushes all ask here.

Order of the rules: held or ordered already, the catalogue's rules, suitability, what the customer declined.
Whoever goes to a customer also asks the contact policy.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item, Pack, WealthProduct
from recsys.customers.customer import Customer
from recsys.offer.eligibility import SOLD_AS
from recsys.offer.shelf import rules_of
from recsys.offer.standing import Facts, standing
from recsys.wealth.suitability import suitability

# order: the customer has named it; wish: it meets what they said in figures; offer: we bring it up when they
# are with us; push: we go to them.
Purpose = Literal["order", "wish", "offer", "push"]
Judge = Callable[[Item], str | None]
CHANNELS = ("app", "wechat", "hotline", "hall")
STAFFED = ("hotline", "hall")  # where an agent stands by
BEFORE_OWNED = ("not_on_sale", "region", "channel")
REPLACED = {"mobile": ("mobile", "pack")}  # a new plan takes the place of what is held of these lines


@dataclass(frozen=True, slots=True)
class Approach:
    """How an offer would come about; ``day`` is the customer's own at ``at``, ``person`` whom it is for."""

    channel: str
    at: datetime
    day: date
    purpose: Purpose = "offer"
    with_agent: bool = False
    person: str = "self"


def staffed(channel: str) -> bool:
    """Whether an agent stands by in that channel."""
    return SOLD_AS.get(channel, channel) in STAFFED


def judge_for(
    who: Customer,
    facts: Facts,
    catalogue: Catalogue,
    approach: Approach,
    *,
    without: Sequence[str] | None = None,
) -> Judge:
    """The code of the first rule against an item, or none; ``without`` are lines that would be replaced."""
    lines = REPLACED if without is None else {}
    stands = {
        line: standing(who, facts, catalogue, approach.day, person=approach.person, without=gone)
        for line, gone in lines.items()
    }
    whole = standing(who, facts, catalogue, approach.day, person=approach.person, without=without or ())
    own = approach.person == "self"
    declined = {product for product, until in facts.declined if until > approach.at}

    ordered, brought_up = approach.purpose == "order", approach.purpose in ("offer", "push")
    rules = rules_of(catalogue, who.region, approach.channel, approach.day)
    suits = suitability(
        who,
        approach.at,
        proactive=approach.purpose == "push",
        with_agent=approach.with_agent or staffed(approach.channel),
    )

    def judge(item: Item) -> str | None:
        stand = stands.get(getattr(item, "line", ""), whole)
        code = rules(item, stand, ordered and _repeatable(item))
        if own and code not in BEFORE_OWNED and (has := _has(item, who, facts)):
            return has
        if code is None and isinstance(item, WealthProduct):
            code = suits(item)
        if code is None and own and brought_up and item.id in declined:
            return "declined"
        return code

    return judge


def _has(item: Item, who: Customer, facts: Facts) -> str | None:
    """The main plan, which an offer would replace, or what is ordered and has not begun."""
    if item.id == who.plan_id:
        return "owned"
    return "already_booked" if item.id in facts.booked else None


def _repeatable(item: Item) -> bool:
    """Money can be added, and a pack that ends by itself can be bought again, by whoever asks for it."""
    return isinstance(item, WealthProduct) or (isinstance(item, Pack) and not item.renews)
