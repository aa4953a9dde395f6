"""Tags in SQL, their expiries in a Redis sorted set."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import redis
import sqlalchemy as sa

from recsys.contacts.consent import has_consent
from recsys.engine import Engine
from recsys.sql import schema as t
from recsys.sql.upsert import upsert
from recsys.tags.access import SYSTEM, Viewer
from recsys.tags.definition import Definitions
from recsys.tags.fold import State, strength
from recsys.tags.moves import save_moves
from recsys.tags.registry import current
from recsys.tags.tag import Tag

log = logging.getLogger(__name__)
EXPIRIES = "huake:tags:expiries"  # score = Unix time, member = customer|key
_TAG = [t.tags.c[name] for name in ("customer_id", "key", *Tag._fields)]
CHANGED = "huake:tags:changed"  # pub/sub channel, message = customer id


@dataclass(frozen=True, slots=True)
class TagValue:
    """A tag as others see it; ``confidence`` of an intent has decayed to the moment of asking."""

    key: str
    title: str
    group: str
    kind: str
    type: str
    value: Any
    since: datetime
    until: datetime | None
    confidence: float
    evidence: tuple[str, ...]


def holding(now: datetime) -> sa.ColumnElement[bool]:
    """The rows of ``tags`` that hold at the moment: exact, whoever asks and whatever the worker does."""
    return sa.and_(t.tags.c.since <= now, sa.or_(t.tags.c.until.is_(None), t.tags.c.until > now))


def tags_of(engine: Engine, customer_id: str, now: datetime, viewer: Viewer = SYSTEM) -> list[TagValue]:
    """What holds at ``now`` and the viewer may see, strongest first; nothing without personalisation."""
    query = sa.select(t.tags).where(t.tags.c.customer_id == customer_id, holding(now))
    with engine.read() as connection:
        if not has_consent(connection, customer_id, "*", "personalisation", default=True):
            return []
        rows = list(connection.execute(query))
        defs = current(connection, engine.settings.zone)
    known = [row for row in rows if row.key in defs.by_key and viewer.may_see(defs.by_key[row.key].tag)]
    shown = [_shown(row.key, tag_of(row), defs, now) for row in known]
    return sorted(shown, key=lambda tag: (-tag.confidence, tag.key))


def tag_of(row: Any) -> Tag:
    """The tag in a row of the table."""
    return Tag(row.value, row.since, row.until, row.confidence, tuple(row.evidence))


def load_states(connection: sa.Connection, customer_ids: Sequence[str]) -> dict[str, State]:
    """The folded state of each; an empty one for the unknown."""
    tags = load_tags(connection, customer_ids)
    query = sa.select(t.tag_facts).where(t.tag_facts.c.customer_id.in_(customer_ids))
    facts = {row.customer_id: row.facts for row in connection.execute(query)}
    return {
        one: State(
            {k: v for k, v in facts.get(one, {}).items() if k != "seen"},
            tags[one],
            tuple(facts.get(one, {}).get("seen", ())),
        )
        for one in customer_ids
    }


def load_tags(connection: sa.Connection, customer_ids: Sequence[str]) -> dict[str, dict[str, Tag]]:
    """The stored tags of each, expired ones included."""
    found: dict[str, dict[str, Tag]] = {one: {} for one in customer_ids}
    query = sa.select(*_TAG).where(t.tags.c.customer_id.in_(customer_ids))
    for one, key, value, since, until, confidence, evidence in connection.execute(query).all():
        found[one][key] = Tag(value, since, until, confidence, tuple(evidence))
    return found


def save_states(
    connection: sa.Connection, states: Mapping[str, State], before: Mapping[str, State] | None = None
) -> None:
    """Store these customers, of whom ``before`` is stored now; of the tags only what differs is written."""
    old = {one: before[one].tags if before else {} for one in states}
    facts = [{"customer_id": i, "facts": {**s.facts, "seen": list(s.seen)}} for i, s in states.items()]
    upsert(connection, t.tag_facts, facts)
    _delete(
        connection, [(one, key) for one, state in states.items() for key in old[one] if key not in state.tags]
    )
    upsert(connection, t.tags, [tag_row(one, key, tag) for one, key, tag in _differing(states, old)])
    save_moves(connection, {one: state.moves for one, state in states.items() if state.moves})


def _differing(
    states: Mapping[str, State], old: Mapping[str, Mapping[str, Tag]]
) -> Iterator[tuple[str, str, Tag]]:
    for one, state in states.items():
        known = old[one]
        for key, tag in state.tags.items():
            if known.get(key) != tag:
                yield one, key, tag


def _delete(connection: sa.Connection, gone: Sequence[tuple[str, str]]) -> None:
    named = (t.tags.c.customer_id == sa.bindparam("who")) & (t.tags.c.key == sa.bindparam("name"))
    if gone:
        connection.execute(t.tags.delete().where(named), [{"who": one, "name": key} for one, key in gone])


def tag_row(customer_id: str, key: str, tag: Tag) -> dict[str, Any]:
    """A tag as a row of the table."""
    return {
        "customer_id": customer_id,
        "key": key,
        "value": tag.value,
        "since": tag.since,
        "until": tag.until,
        "confidence": tag.confidence,
        "evidence": list(tag.evidence),
    }


def announce(engine: Engine, states: Mapping[str, State]) -> None:
    """Note the expiries and tell the pages that listen; nothing is lost if Redis is down."""
    pipe = engine.redis.pipeline(transaction=False)
    coming = {
        f"{customer_id}|{key}": tag.until.timestamp()
        for customer_id, state in states.items()
        for key, tag in state.tags.items()
        if tag.until is not None
    }
    if coming:
        pipe.zadd(EXPIRIES, coming)
    for customer_id in states:
        pipe.publish(CHANGED, customer_id)
    try:
        pipe.execute()
    except redis.RedisError as error:
        log.warning("open pages are not told that tags changed, nothing else is lost: %s", error)


def expired(engine: Engine, now: datetime, limit: int = 1000) -> Iterable[str]:
    """Take the customers whose tags ran out off the sorted set, each once."""
    due: Any = engine.redis.zrangebyscore(EXPIRIES, "-inf", now.timestamp(), 0, limit)
    if not due:
        return []
    engine.redis.zrem(EXPIRIES, *due)
    return sorted({member.split("|", 1)[0] for member in due})


def _shown(key: str, tag: Tag, defs: Definitions, now: datetime) -> TagValue:
    definition = defs.by_key[key].tag
    confidence = tag.confidence
    if definition.half_life_days:
        confidence = round(strength(tag, definition.half_life_days, now), 3)
    return TagValue(
        key,
        definition.title,
        definition.group,
        definition.kind,
        definition.type,
        tag.value,
        tag.since,
        tag.until,
        confidence,
        tag.evidence,
    )
