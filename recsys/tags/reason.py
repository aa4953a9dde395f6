"""Why a customer has a tag: value and span, the rule with their values, the events that speak for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.sql import schema as t
from recsys.tags.definition import Compiled
from recsys.tags.explain import Line, explain
from recsys.tags.rule import Scope
from recsys.tags.store import TagValue, load_states, tags_of
from recsys.tags.wording import happening


@dataclass(frozen=True, slots=True)
class Evidence:
    """An event: when, what, in which channel."""

    at: datetime
    what: str
    channel: str


@dataclass(frozen=True, slots=True)
class Why:
    """``held`` is none when the customer does not have the tag now; ``lines`` say where it fails."""

    held: TagValue | None
    lines: tuple[Line, ...]
    evidence: tuple[Evidence, ...]
    switched_off: bool  # personalisation is withdrawn: no tag is looked at


def reason_of(engine: Engine, item: Compiled, customer_id: str, now: datetime) -> Why:
    """As of now."""
    held = next((tag for tag in tags_of(engine, customer_id, now) if tag.key == item.tag.key), None)
    with engine.read() as connection:
        state = load_states(connection, [customer_id])[customer_id]
        evidence = _evidence(connection, held.evidence if held else ())
    scope = Scope(state.facts, {}, now, engine.settings.zone)
    off = not state.facts.get("consents", {}).get("*/personalisation", True)
    hidden = off or (item.tag.sensitive and held is None)
    lines = explain(item.tag.rule, scope) if item.tag.follows and not hidden else []
    return Why(held, tuple(lines), evidence, off)


def _evidence(connection: sa.Connection, ids: tuple[str, ...]) -> tuple[Evidence, ...]:
    query = sa.select(t.events).where(t.events.c.id.in_(ids)).order_by(t.events.c.seq.desc())
    return tuple(Evidence(row.at, _what(row), row.channel) for row in connection.execute(query))


def _what(row: Any) -> str:
    said = row.payload
    if row.type == "intent.recognised":
        return happening(f"intent:{said.get('intent')}")
    if row.type == "month.closed":
        return f"{happening(row.type)} {said['month']}"
    if row.type == "contact.made":
        return happening(f"contact:{said.get('kind')}/{said.get('result')}")
    return happening(row.type)
