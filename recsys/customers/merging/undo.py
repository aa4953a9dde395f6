"""Undo a wrong merge: both records as they were, and what came since with the one it belongs to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from recsys.customers.merging import journal, pairs, people
from recsys.customers.merging.belongs import Side, Sides, kinds_of
from recsys.customers.merging.done import Merge, merge_in
from recsys.customers.merging.follow import SPLIT, follow_in_redis
from recsys.customers.merging.log import clear, part_logs, refold
from recsys.customers.merging.rows import give, key_of, put_back, rows_of, tables
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import enqueue
from recsys.sql import schema as t
from recsys.sql.lock import customer_lock, hold
from recsys.tags.registry import current
from recsys.tags.store import announce

Notes = dict[str, journal.Notes]
INERT = ("tag.due", "customer.merged", "customer.split")  # the record's own, whoever is heard where
JOURNAL = (t.merges.name, t.merge_rows.name)


class UndoRefused(Exception):
    """This merge cannot be undone now; the message says, in Chinese, what to do."""


def undo(engine: Engine, merge_id: str, staff_id: str, now: datetime) -> Merge:
    """Take the merge back, in one transaction; undone already, it is returned as it is.

    Raises UndoRefused while a later merge into the same record holds: that one comes first.
    """
    with engine.write() as connection:
        hold(connection, "event log")
        row = connection.execute(sa.select(t.merges).where(t.merges.c.id == merge_id)).one_or_none()
        if row is None:
            raise UndoRefused("没有这次合并,请检查编号。")
        done = merge_in(row)
        if done.undone_at is not None:
            return done
        for name in sorted((done.customer_id, done.gone)):
            hold(connection, customer_lock(name))
        _only_last(connection, done)
        untold = _take_back(connection, done)
        undone = {"undone_at": now, "undone_by": staff_id, "untold": untold}
        connection.execute(t.merges.update().where(t.merges.c.id == merge_id).values(**undone))
        enqueue(connection, _told(done, len(untold), now))
        audit = {"at": now, "staff_id": staff_id, "action": "customer.split", "object": done.customer_id}
        connection.execute(t.audit.insert().values(**audit, detail={"gone": done.gone, "merge": merge_id}))
        defs = current(connection, engine.settings.zone)
        clear(connection, done.gone)
        states = {name: refold(connection, name, defs) for name in (done.customer_id, done.gone)}
    announce(engine, states)
    follow_in_redis(engine, done.customer_id, done.gone)
    return replace(done, undone_at=now, undone_by=staff_id, untold=tuple(untold))


def _only_last(connection: sa.Connection, done: Merge) -> None:
    m = t.merges.c
    later = sa.select(m.id).where(
        m.customer_id == done.customer_id, m.undone_at.is_(None), m.at >= done.at, m.id != done.id
    )
    first = connection.scalar(later.order_by(m.at.desc()).limit(1))
    if first is not None:
        raise UndoRefused(f"之后又合并过,请先撤销更晚的那一次({first})。")


def _take_back(connection: sa.Connection, done: Merge) -> list[dict[str, Any]]:
    """Rows, logs and customers; returns what could not be told apart."""
    notes = journal.read(connection, done.id)
    sides = _sides(connection, notes)
    untold = list(_part_events(connection, done, notes.get("events", {}), sides))
    for table in tables():
        untold += _part_table(connection, table, done, notes.get(table.name, {}), sides)
    pairs.part(connection, notes.get("duplicates", {}))
    people.part(connection, done.customer_id, notes["customers"])
    connection.execute(t.merge_rows.delete().where(t.merge_rows.c.merge_id == done.id))
    return untold


def _part_events(
    connection: sa.Connection, done: Merge, notes: journal.Notes, sides: Sides
) -> Iterator[dict[str, Any]]:
    connection.execute(t.events.delete().where(t.events.c.id.in_(notes.get("added", []))))
    its = [*(one for one, _ in notes.get("moved", [])), *notes.get("came", [])]
    known = {*its, *(one for one, _ in notes.get("own", []))}
    for row in rows_of(connection, t.events, done.customer_id):
        if row["id"] in known or row["type"] in INERT:
            continue
        side = sides.of(row)
        if side == "gone":
            its.append(row["id"])
        elif side is None:
            yield {"table": "events", "key": [row["id"]], "what": row["type"], "at": row["at"].isoformat()}
    part_logs(connection, done.gone, [*notes.get("own", []), *notes.get("moved", [])], its)


def _part_table(
    connection: sa.Connection, table: sa.Table, done: Merge, notes: journal.Notes, sides: Sides
) -> Iterator[dict[str, Any]]:
    its = [*notes.get("moved", []), *notes.get("came", [])]
    known = {tuple(key) for key in [*its, *notes.get("own", []), *notes.get("added", [])]}
    for row in rows_of(connection, table, done.customer_id):
        key = key_of(table, row)
        if tuple(key) in known or table.name in JOURNAL:
            continue
        side = sides.of(row)
        if side == "gone":
            its.append(key)
        elif side is None:
            yield {"table": table.name, "key": key, "what": table.name, "at": str(row.get("at") or "")}
    for key in notes.get("added", []):
        own = [column == part for column, part in zip(table.primary_key, key, strict=True)]
        connection.execute(table.delete().where(*own))
    for key in its:
        give(connection, table, key, done.customer_id, done.gone)
    put_back(connection, table, notes.get("aside", []))


def _sides(connection: sa.Connection, notes: Notes) -> Sides:
    identities: dict[Side, frozenset[str]] = {
        "kept": kinds_of(notes.get("identities", {}).get("own", [])),
        "gone": kinds_of(notes.get("identities", {}).get("moved", [])),
    }
    return Sides(identities, _orders(notes), dict(_conversations(connection, notes)))


def _orders(notes: Notes) -> dict[str, Side]:
    noted = notes.get("orders", {})
    its: list[Any] = [*noted.get("moved", []), *noted.get("came", [])]
    return {key[0]: "kept" for key in noted.get("own", [])} | {key[0]: "gone" for key in its}


def _conversations(connection: sa.Connection, notes: Notes) -> Iterator[tuple[str, Side]]:
    """A conversation is theirs who began it."""
    e, noted = t.events.c, notes.get("events", {})
    of: dict[str, Side] = {one: "kept" for one, _ in noted.get("own", [])}
    of |= {one: "gone" for one in [*(one for one, _ in noted.get("moved", [])), *noted.get("came", [])]}
    for start in range(0, len(of), 400):
        some = list(of)[start : start + 400]
        query = sa.select(e.id, e.conversation_id).where(e.id.in_(some), e.conversation_id.is_not(None))
        yield from ((talk, of[one]) for one, talk in connection.execute(query))


def _told(done: Merge, untold: int, now: datetime) -> list[Event]:
    payload = {"merge": done.id, "back": done.gone, "untold": untold}
    name = f"e_split_{done.id}"
    return [Event(SPLIT, done.customer_id, now, "system", "system", payload, id=name)]
