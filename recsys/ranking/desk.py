"""Best next offers on an agent's desk: the customer sees one when the agent takes it up, not before."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from recsys.contacts.contact_policy import may_mention
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.offer.decision import Decision
from recsys.offer.decision_log import UnknownDecision, decisions_of, load_decision, shown_event
from recsys.offer.refusal import decline
from recsys.ranking.advice import OfferNeed, recommend_offer
from recsys.ranking.past import DECLINED
from recsys.sql import schema as t

STANDS = timedelta(minutes=30)  # for so long the same offer stands, so that it does not change under the hand
STEP = "s_"
LATEST = 5  # decisions that are looked at


def standing_offer(engine: Engine, customer_id: str, *, channel: str, now: datetime) -> Decision:
    """The offer of the last half hour, or a new one. No items where no offer is welcome now.

    Raises UnknownCustomer.
    """
    welcome = may_mention(engine, customer_id, channel, now) is None
    for known in decisions_of(engine, customer_id, limit=LATEST) if welcome else ():
        fresh = known.line == "offer" and known.channel == channel and timedelta(0) <= now - known.at < STANDS
        if fresh and known.items and not _refused(engine, known):
            return known
    return recommend_offer(
        engine, customer_id, need=OfferNeed(), channel=channel, now=now, k=1, with_agent=True, shown=False
    )


def step_of(decision: Decision) -> str:
    """The id of the step that shows it."""
    return f"{STEP}{decision.decision_id}"


def tell_customer_saw(
    engine: Engine, step: str, customer_id: str, conversation_id: str, now: datetime, *, refused: bool = False
) -> None:
    """The agent told the customer of the offer behind a step, who may have ``refused``; once per step.

    Steps that are no such offer are none of this module's business.
    """
    try:
        decision = load_decision(engine, step.removeprefix(STEP))
    except UnknownDecision:
        return
    if decision.line != "offer" or decision.customer_id != customer_id:
        return
    saw = replace(shown_event(decision, conversation_id), actor="agent")
    publish(engine, [saw])
    if refused:
        decline(engine, _refusal(decision, saw, now), [item.product_id for item in decision.items])


def _refusal(decision: Decision, saw: Event, now: datetime) -> Event:
    return replace(saw, type=DECLINED, at=now, id=_refusal_id(decision), actor="customer")


def _refusal_id(decision: Decision) -> str:
    return f"e_declined_{decision.decision_id}"


def _refused(engine: Engine, decision: Decision) -> bool:
    query = sa.select(t.refusals.c.at).where(t.refusals.c.event_id == _refusal_id(decision)).limit(1)
    with engine.read() as connection:
        return connection.scalar(query) is not None
