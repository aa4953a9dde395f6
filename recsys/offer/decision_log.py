"""Every decision is kept with all it was made from, and can be made again to the byte."""

import json
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.offer.catalogue_archive import archive, archived
from recsys.offer.decision import Decision
from recsys.offer.snapshot import canonical, from_plain, to_plain
from recsys.sql import schema as t

# line → module with ``recompute(snapshot, catalogue) -> Decision``
DECIDERS = {
    "tariff": "recsys.tariff.advice",
    "pack": "recsys.tariff.packs",
    "wealth": "recsys.wealth.advice",
    "offer": "recsys.ranking.advice",
}


class UnknownDecision(LookupError):
    """There is no such decision."""


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether deciding again gave the same bytes; ``differs`` names the fields that do not match."""

    decision_id: str
    equal: bool
    differs: tuple[str, ...]
    stored: str
    again: str


def log_decision(
    engine: Engine,
    decision: Decision,
    snapshot: Any,
    *,
    conversation_id: str | None = None,
    shown: bool = True,
) -> None:
    """Store decision and ``snapshot`` (a dataclass of plain values), and say that it was ``shown``."""
    archive(engine.settings.var, engine.catalogue)
    body = {"decision": to_plain(decision), "snapshot": to_plain(snapshot)}
    with engine.write() as connection:
        connection.execute(
            sa.insert(t.decisions).values(
                decision_id=decision.decision_id,
                customer_id=decision.customer_id,
                line=decision.line,
                channel=decision.channel,
                at=decision.at,
                request=decision.request,
                versions=decision.versions,
                body=canonical(body),
            )
        )
    if decision.items and shown:
        publish(engine, [shown_event(decision, conversation_id)])


def load_decision(engine: Engine, decision_id: str) -> Decision:
    """Raises UnknownDecision."""
    return from_plain(Decision, _body(engine, decision_id)["decision"])


def decisions_of(engine: Engine, customer_id: str, limit: int = 20) -> list[Decision]:
    """A customer's decisions, newest first."""
    d = t.decisions.c
    query = sa.select(d.body).where(d.customer_id == customer_id).order_by(d.at.desc(), d.decision_id)
    with engine.read() as connection:
        bodies = list(connection.scalars(query.limit(limit)))
    return [from_plain(Decision, json.loads(body)["decision"]) for body in bodies]


def replay_decision(engine: Engine, decision_id: str) -> Replay:
    """Decide again from the snapshot, with the catalogue of that time.

    Raises UnknownDecision, or NotArchived when that catalogue is not kept here.
    """
    body = _body(engine, decision_id)
    stored: dict[str, Any] = body["decision"]
    catalogue = archived(engine.settings.var, stored["versions"]["catalogue"])
    decider = import_module(DECIDERS[stored["line"]])
    again = to_plain(decider.recompute(body["snapshot"], catalogue))
    differs = tuple(sorted(key for key in stored if canonical(stored[key]) != canonical(again.get(key))))
    one, other = canonical(stored), canonical(again)
    return Replay(decision_id, one == other, differs, one, other)


def _body(engine: Engine, decision_id: str) -> dict[str, Any]:
    query = sa.select(t.decisions.c.body).where(t.decisions.c.decision_id == decision_id)
    with engine.read() as connection:
        text = connection.scalar(query)
    if text is None:
        raise UnknownDecision(decision_id)
    body: dict[str, Any] = json.loads(text)
    return body


def shown_event(decision: Decision, conversation_id: str | None) -> Event:
    """One event per decision; its id follows from the decision's, so that it counts once."""
    at: datetime = decision.at
    return Event(
        type="recommendation.shown",
        customer_id=decision.customer_id,
        at=at,
        channel=decision.channel,
        actor="bot",
        payload={
            "decision_id": decision.decision_id,
            "line": decision.line,
            "product_ids": [item.product_id for item in decision.items],
        },
        conversation_id=conversation_id,
        id=f"e_shown_{decision.decision_id}",
    )
