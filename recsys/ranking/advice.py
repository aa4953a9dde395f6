"""Suggest the best next offers to a customer, explain them, and keep the decision."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from kb.catalogue.catalogue import Catalogue
from recsys.contacts.consent import ANY, agreed
from recsys.contacts.contact import Contact
from recsys.contacts.contact_policy import wish_of
from recsys.contacts.contact_rules import MARKETING, Wish, refusal, unwelcome
from recsys.engine import Engine
from recsys.models.channel.learned import load_channel_model
from recsys.models.channel.preference import preference, shares
from recsys.models.customers.features import Row, features
from recsys.models.customers.scoring import CHANNEL
from recsys.offer.case import framed
from recsys.offer.decision import Decision
from recsys.offer.decision_log import log_decision
from recsys.offer.eligibility import SOLD_AS
from recsys.offer.snapshot import from_plain
from recsys.ranking.context import context
from recsys.ranking.foreseen import foreseen, propensities
from recsys.ranking.learned import corrections, learned
from recsys.ranking.needs import needs
from recsys.ranking.offer_case import OfferCase, OfferNeed
from recsys.ranking.offer_choice import decide_offer
from recsys.ranking.past import past
from recsys.ranking.table import PPM, ranking
from recsys.ranking.world import World, world_in
from recsys.settings import ContactLimits

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
    day, settings = now.astimezone(engine.settings.zone).date(), engine.settings
    with engine.read() as connection:
        world = world_in(connection, customer_id, day, now, approached=not need.present)
    personal = agreed(world.relation.said, ANY, "personalisation", default=True)
    known = features(world.told, world.contacts, now) if personal else {}
    chances = foreseen(known, propensities(settings.var / MODELS))
    knows, flags, table = learned(settings.var), context(known, need.present), ranking()
    return OfferCase(
        need=need,
        with_agent=with_agent,
        contact=_forbidden(world, settings.contact, wish_of(engine, channel, MARKETING, now)),
        personal=personal,
        chances=chances.chances,
        source=chances.source,
        share=_share(settings.var, world.contacts, known, channel, now),
        context=flags,
        needs=needs(known),
        past=past(world.events, world.contacts, now, table),
        learned=corrections(knows, tuple(engine.catalogue.items), flags, table["learn"]["ridge"]),
        learned_version=knows.version,
        **framed(world.customer, world.facts, channel=channel, now=now, day=day, k=k),
    )


def _forbidden(world: World, limits: ContactLimits, wish: Wish) -> str | None:
    """The code of the contact policy against any offer, or none."""
    if world.reach is None:
        return unwelcome(world.relation, limits, wish)
    return refusal(world.relation, world.reach, limits, wish)


def _share(var: Path, contacts: Sequence[Contact], known: Row, channel: str, now: datetime) -> int:
    """The share of the channel in the customer's preference, in ppm."""
    path = var / MODELS / CHANNEL / WEIGHTS
    if known and path.is_file():
        chances = preference(contacts, known, load_channel_model(path), now).chances
    else:
        chances = shares(contacts if known else ())
    return round(chances[SOLD_AS.get(channel, channel)] * PPM)
