"""Change a definition: see who enters and leaves, then apply it. Only what depends on it is computed again.

The affected tags are folded from the log under the new definition, so that they are what a replay gives.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.sql import schema as t
from recsys.sql.lock import hold
from recsys.tags.definition import Definitions
from recsys.tags.fold import State
from recsys.tags.moves import save_moves
from recsys.tags.refold import affected, fold_again
from recsys.tags.registry import current, merged, stored_changes
from recsys.tags.schema import Definition
from recsys.tags.store import announce, holding, tag_row
from recsys.tags.tag import Tag

SAMPLE, BETWEEN = 8, 30


class StaleChange(ValueError):
    """Somebody changed the definition meanwhile: look at it again."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Who gets the tag, who loses it, whose value changes; ``before`` and ``after`` count who has it.

    ``between``: of the changes the old value, the new one and how many, most first.
    """

    key: str
    before: int
    after: int
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    changes: tuple[str, ...]
    between: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """``tag`` with its next version, and the moves of every tag that depends on it."""

    tag: Definition
    moves: tuple[Moves, ...]


def preview(engine: Engine, tag: Definition, now: datetime) -> Preview:
    """Nothing is stored. Raises DefinitionError."""
    with engine.read() as connection:
        proposed, defs = _proposed(connection, engine, tag)
        states = fold_again(connection, defs, affected(defs, tag.key))
        held = _held(connection, affected(defs, tag.key), now)
    return Preview(proposed, tuple(_moves(key, held, states, now) for key in affected(defs, tag.key)))


def apply(
    engine: Engine, tag: Definition, staff_id: str, reason: str, now: datetime, version: int | None = None
) -> Definition:
    """Store the definition and what follows from it, in one transaction with the audit trail.

    ``version`` is the one that was looked at. Raises DefinitionError, or StaleChange after a newer one.
    """
    with engine.read() as connection:
        proposed, defs = _proposed(connection, engine, tag)
        seq = connection.scalar(sa.select(sa.func.max(t.events.c.seq))) or 0
        states = fold_again(connection, defs, affected(defs, tag.key))
    with engine.write() as connection:
        hold(connection, "event log")
        again, _ = _proposed(connection, engine, tag)
        if again.version != proposed.version or (version is not None and version != proposed.version):
            raise StaleChange(f"{tag.key} is at version {again.version - 1} already: look at it again")
        newer = sa.select(t.events.c.customer_id).where(t.events.c.seq > seq).distinct()
        states |= fold_again(connection, defs, affected(defs, tag.key), list(connection.scalars(newer)))
        _store(connection, proposed, affected(defs, tag.key), states)
        _note(connection, proposed, staff_id, reason, now)
    announce(engine, states)
    return proposed


def _proposed(connection: sa.Connection, engine: Engine, tag: Definition) -> tuple[Definition, Definitions]:
    """With the next version, and all definitions as they would then be."""
    old = current(connection, engine.settings.zone).by_key.get(tag.key)
    proposed = tag.model_copy(update={"version": old.tag.version + 1 if old else 1})
    return proposed, merged([*stored_changes(connection), proposed], engine.settings.zone)


def _held(connection: sa.Connection, keys: Collection[str], now: datetime) -> dict[str, dict[str, Any]]:
    """Key → customer → value, of what holds."""
    found: dict[str, dict[str, Any]] = {key: {} for key in keys}
    columns = (t.tags.c.key, t.tags.c.customer_id, t.tags.c.value)
    for key, customer, value in connection.execute(
        sa.select(*columns).where(t.tags.c.key.in_(keys), holding(now))
    ):
        found[key][customer] = value
    return found


def _moves(
    key: str, held: Mapping[str, Mapping[str, Any]], states: Mapping[str, State], now: datetime
) -> Moves:
    old = held[key]
    new = {who: state.tags[key].value for who, state in states.items() if _holds(state.tags.get(key), now)}
    changes = tuple(sorted(who for who in new.keys() & old.keys() if new[who] != old[who]))
    pairs = Counter((str(old[who]), str(new[who])) for who in changes)
    return Moves(
        key,
        len(old),
        len(new),
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(old.keys() - new.keys())),
        changes,
        tuple((*pair, count) for pair, count in pairs.most_common(BETWEEN)),
    )


def _holds(tag: Tag | None, now: datetime) -> bool:
    return tag is not None and tag.since <= now and (tag.until is None or tag.until > now)


def _store(
    connection: sa.Connection, tag: Definition, keys: Collection[str], states: Mapping[str, State]
) -> None:
    for table in (t.tags, t.tag_moves):
        connection.execute(table.delete().where(table.c.key.in_(keys)))
    rows = [tag_row(who, key, one) for who, state in states.items() for key, one in state.tags.items()]
    if rows:
        connection.execute(t.tags.insert(), rows)
    save_moves(connection, {who: state.moves for who, state in states.items()})


def _note(connection: sa.Connection, tag: Definition, staff_id: str, reason: str, now: datetime) -> None:
    body = tag.model_dump(mode="json", exclude_defaults=True)
    change = {"key": tag.key, "version": tag.version, "definition": body, "staff_id": staff_id}
    connection.execute(t.tag_changes.insert().values(**change, reason=reason, at=now.astimezone(UTC)))
    detail = {"version": tag.version, "reason": reason}
    row = {"at": now, "staff_id": staff_id, "action": "tag.change", "object": tag.key, "detail": detail}
    connection.execute(t.audit.insert().values(**row))
