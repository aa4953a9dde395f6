"""Suggest the best next offers to a customer, explain them, and keep the decision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kb.catalogue.catalogue import Catalogue
from recsys.contacts.consent import personalisation_allowed
from recsys.contacts.contact import Contact
from recsys.contacts.contact_policy import may_contact, may_mention
from recsys.contacts.store import contact_in
from recsys.engine import Engine
from recsys.models.channel.learned import load_channel_model
from recsys.models.channel.preference import preference, shares
from recsys.models.customers.features import Row, features
from recsys.models.customers.scoring import CHANNEL
from recsys.offer.case import frame
from recsys.offer.decision import Decision
from recsys.offer.decision_log import log_decision
from recsys.offer.eligibility import SOLD_AS
from recsys.offer.snapshot import from_plain
from recsys.ranking.context import context
from recsys.ranking.foreseen import foreseen, propensities
from recsys.ranking.learned import learned
from recsys.ranking.needs import needs
from recsys.ranking.offer_case import OfferCase, OfferNeed
from recsys.ranking.offer_choice import decide_offer
from recsys.ranking.past import past_of
from recsys.ranking.table import PPM, ranking
from recsys.sql import schema as t
from recsys.tariff.usage import load_with_usage

__all__ = ["OfferNeed", "offer_case", "recommend_offer", "recompute"]
MODELS = "models"  # in ``var``
WEIGHTS = "weights.npy"


def recommend_offer(
    engine: Engine,
    customer_id: str,
    *,
    need: OfferNeed,
    channel: str,
    now: datetime,
    k: int = 3,
    with_agent: bool = False,
    conversation_id: str | None = None,
    shown: bool = True,
) -> Decision:
    """Decide and log; ``shown``: the customer sees it, not only an agent. Raises UnknownCustomer."""
    case = offer_case(engine, customer_id, need=need, channel=channel, now=now, k=k, with_agent=with_agent)
    decision = decide_offer(case, engine.catalogue)
    log_decision(engine, decision, case, conversation_id=conversation_id, shown=shown)
    return decision


def recompute(snapshot: dict[str, Any], catalogue: Catalogue) -> Decision:
    """The decision that the logged case leads to."""
    return decide_offer(from_plain(OfferCase, snapshot), catalogue)


def offer_case(
    engine: Engine,
    customer_id: str,
    *,
    need: OfferNeed,
    channel: str,
    now: datetime,
    k: int,
    with_agent: bool = False,
) -> OfferCase:
    """Gather all that the decision depends on. Raises UnknownCustomer."""
    owner = load_with_usage(engine, customer_id, now)
    personal = personalisation_allowed(engine, customer_id)
    contacts = _contacts(engine, customer_id, now)
    known = features(_facts(engine, customer_id), contacts, now) if personal else {}
    chances = foreseen(known, propensities(engine.settings.var / MODELS))
    knows, flags, table = learned(engine.settings.var), context(known, need.present), ranking()
    if need.present:
        contact = may_mention(engine, customer_id, channel, now)
    else:
        contact = may_contact(engine, customer_id, channel, "marketing", None, now)
    return OfferCase(
        need=need,
        with_agent=with_agent,
        contact=contact,
        personal=personal,
        chances=chances.chances,
        source=chances.source,
        share=_share(engine, contacts, known, channel, now),
        context=flags,
        needs=needs(known),
        past=past_of(engine, customer_id, contacts, now, table),
        learned=knows.corrections(tuple(engine.catalogue.items), flags, table["learn"]["ridge"]),
        learned_version=knows.version,
        **frame(engine, owner, channel=channel, now=now, k=k),
    )


def _facts(engine: Engine, customer_id: str) -> dict[str, Any]:
    query = sa.select(t.tag_facts.c.facts).where(t.tag_facts.c.customer_id == customer_id)
    with engine.read() as connection:
        return connection.scalar(query) or {}


def _contacts(engine: Engine, customer_id: str, now: datetime) -> list[Contact]:
    """All of them, oldest first."""
    c = t.contacts.c
    mine = sa.select(t.contacts).where(c.customer_id == customer_id, c.at <= now).order_by(c.at)
    with engine.read() as connection:
        return [contact_in(row) for row in connection.execute(mine)]


def _share(engine: Engine, contacts: Sequence[Contact], known: Row, channel: str, now: datetime) -> int:
    """The share of the channel in the customer's preference, in ppm."""
    path = engine.settings.var / MODELS / CHANNEL / WEIGHTS
    if known and path.is_file():
        chances = preference(contacts, known, load_channel_model(path), now).chances
    else:
        chances = shares(contacts if known else ())
    return round(chances[SOLD_AS.get(channel, channel)] * PPM)
