"""The unified policy view (统一政策视图): what may be offered to a customer, where and in which words.

One view over all channels: an item is offered in some of them, and ``not_in`` says of the others why not.
"""

from dataclasses import dataclass
from datetime import date, datetime

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item
from recsys.contacts.contact_policy import wish_of
from recsys.contacts.contact_rules import MARKETING, refusal
from recsys.contacts.relation import reach_in, relation_in
from recsys.customers.customer import Customer
from recsys.customers.load import Record, record_in
from recsys.engine import Engine
from recsys.offer.eligibility import Standing, warning
from recsys.offer.policy import CHANNELS, Approach, judge_for
from recsys.offer.script_choice import scripts_for
from recsys.offer.standing import Facts, facts_in, known, standing
from recsys.offer.terms_line import terms_line


@dataclass(frozen=True, slots=True)
class Offer:
    """May be offered; ``warning`` is a code that the agent must see first, ``script`` the best words.

    ``terms`` is price and benefit in a sentence, ``until`` the last day of sale.
    """

    product_id: str
    line: str
    title: str
    script_ids: tuple[str, ...]  # best first
    warning: str | None = None
    script: str | None = None
    terms: str = ""
    until: date | None = None
    channels: tuple[str, ...] = ()
    not_in: tuple[tuple[str, str], ...] = ()  # channel, code


@dataclass(frozen=True, slots=True)
class Refusal:
    """May not be offered, and the code of the rule; ``until`` when it may be again, if that is known."""

    product_id: str
    line: str
    title: str
    code: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """Ordered and not begun: 已在办."""

    product_id: str
    title: str
    starts: date


@dataclass(frozen=True, slots=True)
class PolicyView:
    """``contact`` forbids to approach the customer now, by channel; ``channel`` is none for all of them."""

    customer_id: str
    channel: str | None
    at: datetime
    contact: str | None
    offers: tuple[Offer, ...]
    refusals: tuple[Refusal, ...]
    pending: tuple[Pending, ...] = ()
    contacts: tuple[tuple[str, str | None], ...] = ()


def policy_view(engine: Engine, customer_id: str, channel: str | None, now: datetime) -> PolicyView:
    """Everything the catalogue sells, judged. Raises UnknownCustomer."""
    asked, day = CHANNELS if channel is None else (channel,), now.astimezone(engine.settings.zone).date()
    with engine.read() as connection:
        record = record_in(connection, customer_id, day)
        who, facts = record.customer, facts_in(connection, record, now)
        relation, reach = relation_in(connection, who.id), reach_in(connection, who.id, day)
    limits, wishes = engine.settings.contact, {one: wish_of(engine, one, MARKETING, now) for one in asked}
    contacts = tuple((one, refusal(relation, reach, limits, wish)) for one, wish in wishes.items())
    offers, refusals = judge(who, facts, engine.catalogue, asked, now, day)
    codes = {code for _, code in contacts}
    return PolicyView(
        customer_id=customer_id,
        channel=channel,
        at=now,
        contact=contacts[0][1] if len(codes) == 1 else None,
        offers=offers,
        refusals=refusals,
        pending=_pending(record, engine.catalogue),
        contacts=contacts,
    )


def offer_refusal(
    engine: Engine, customer_id: str, product_id: str, channel: str, now: datetime
) -> str | None:
    """Why an agent may not offer one product in that channel now, or none."""
    who, facts = known(engine, customer_id, now)
    day = now.astimezone(engine.settings.zone).date()
    approach = Approach(channel, now, day, with_agent=True)
    item = engine.catalogue.items.get(product_id)
    return judge_for(who, facts, engine.catalogue, approach)(item) if item else "not_on_sale"


def judge(
    who: Customer, facts: Facts, catalogue: Catalogue, channels: tuple[str, ...], now: datetime, day: date
) -> tuple[tuple[Offer, ...], tuple[Refusal, ...]]:
    """The same from plain values, without the contact policy."""
    judges = {one: judge_for(who, facts, catalogue, Approach(one, now, day)) for one in channels}
    stand = standing(who, facts, catalogue, day)
    offers: list[Offer] = []
    refusals: list[Refusal] = []
    for item in catalogue.items.values():
        codes = {one: judged(item) for one, judged in judges.items()}
        line, where = str(getattr(item, "line", "")), tuple(one for one, code in codes.items() if not code)
        if where:
            not_in = tuple((one, code) for one, code in codes.items() if code)
            offers.append(_offer(item, line, where, not_in, facts, stand, catalogue))
        else:
            code = next(code for code in codes.values() if (code and code != "channel") or len(codes) == 1)
            until = dict(facts.declined).get(item.id) if code == "declined" else None
            refusals.append(Refusal(item.id, line, item.title, code or "channel", until))
    return tuple(offers), tuple(refusals)


def _offer(
    item: Item,
    line: str,
    where: tuple[str, ...],
    not_in: tuple[tuple[str, str], ...],
    facts: Facts,
    stand: Standing,
    catalogue: Catalogue,
) -> Offer:
    scripts = scripts_for(item, catalogue, facts, where[0])
    return Offer(
        product_id=item.id,
        line=line,
        title=item.title,
        script_ids=tuple(script.id for script in scripts),
        warning=warning(item, stand),
        script=scripts[0].text if scripts else None,
        terms=terms_line(item),
        until=item.on_sale.to,
        channels=where,
        not_in=not_in,
    )


def _pending(record: Record, catalogue: Catalogue) -> tuple[Pending, ...]:
    items = catalogue.items
    return tuple(
        Pending(one.product_id, items[one.product_id].title, one.since)
        for one in record.coming
        if one.product_id in items
    )
