"""Merge two records of one person, in one transaction: all of it or nothing."""

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from recsys.customers.alias import kept_id
from recsys.customers.duplicates import compare
from recsys.customers.load import UnknownCustomer
from recsys.customers.merging import journal, pairs, people
from recsys.customers.merging.consents import Decision, to_withdraw
from recsys.customers.merging.done import Merge, merges, row_of
from recsys.customers.merging.follow import follow_in_redis, on_its_way
from recsys.customers.merging.log import clear, join_logs, refold
from recsys.customers.merging.rows import rows_of, tables, take_over
from recsys.customers.sameness import Verdict, title
from recsys.customers.statements import record
from recsys.engine import Engine
from recsys.events.event import Event, new_id
from recsys.events.store import event_row
from recsys.sql import schema as t
from recsys.sql.lock import customer_lock, hold
from recsys.tags.registry import current
from recsys.tags.store import announce

__all__ = ["Merge", "MergeRefused", "merge", "merges"]

By = Literal["rules", "person"]
TOLD = ("born", "gender", "region", "job", "household")  # what tags learn of the record


class MergeRefused(Exception):
    """The rules do not let the two become one; ``verdict`` has the evidence."""

    def __init__(self, verdict: Verdict) -> None:
        """The message is for staff, in Chinese."""
        self.verdict = verdict
        said = "、".join(title(name) for name in verdict.evidence) or "没有任何相同的证据"
        super().__init__(f"按规则不能合并:{said}。")


def merge(
    engine: Engine,
    one: str,
    other: str,
    *,
    by: By,
    staff_id: str,
    reason: str,
    now: datetime,
    known: tuple[str, ...] = (),
) -> Merge | None:
    """Make the two one and say what was moved; none when they are one already.

    By ``rules`` only what they call the same is merged, by a ``person`` all that they do not forbid.
    ``known`` is evidence from elsewhere. Raises MergeRefused, or UnknownCustomer.
    """
    with engine.write() as connection:
        hold(connection, "event log")
        for name in sorted({one, other}):
            hold(connection, customer_lock(name))
        ids = kept_id(connection, one), kept_id(connection, other)
        if ids[0] == ids[1]:
            return None
        verdict = compare(connection, *ids, now.astimezone(engine.settings.zone).date(), *known)
        allowed = ("same",) if by == "rules" else ("same", "ask", "unrelated")
        if verdict.answer not in allowed:
            raise MergeRefused(verdict)
        rows = [people.row_of(connection, name) for name in ids]
        if rows[0] is None or rows[1] is None:
            raise UnknownCustomer(ids[0] if rows[0] is None else ids[1])
        mine, its = rows if people.goes_on(rows[0], rows[1]) else reversed(rows)
        done = _carry_out(connection, engine, mine or {}, its or {}, verdict, staff_id, reason, now)
        state = refold(connection, done.customer_id, current(connection, engine.settings.zone))
    announce(engine, {done.customer_id: state})
    follow_in_redis(engine, done.gone, done.customer_id)
    return done


def _carry_out(
    connection: sa.Connection,
    engine: Engine,
    mine: dict[str, Any],
    its: dict[str, Any],
    verdict: Verdict,
    staff_id: str,
    reason: str,
    now: datetime,
) -> Merge:
    kept, gone = mine["id"], its["id"]
    consents = [_decisions(connection, name) for name in (kept, gone)]
    notes: dict[str, journal.Notes] = {
        table.name: take_over(connection, table, gone, kept) for table in tables()
    }
    notes["duplicates"] = pairs.unite(connection, kept, gone)
    notes["customers"] = people.unite(connection, mine, its)
    notes["events"] = dict(join_logs(connection, gone, kept))
    clear(connection, gone)
    moved = {name: len(note["moved"]) for name, note in notes.items() if note.get("moved")}
    done = Merge(new_id("m"), kept, gone, now, staff_id, reason, verdict.evidence, moved)
    withdrawn = to_withdraw(*consents)
    event = _event(connection, done, withdrawn)
    notes["consents"]["added"] = [_withdraw(connection, done, event, scope) for scope in withdrawn]
    notes["events"]["added"] = [event.id]
    on_its_way(connection, event)
    connection.execute(t.events.insert().values(**event_row(event)))
    connection.execute(t.merges.insert().values(**row_of(done)))
    journal.write(connection, done.id, kept, notes)
    audit = {"at": now, "staff_id": staff_id, "action": "customer.merge", "object": kept}
    connection.execute(
        t.audit.insert().values(**audit, detail={"gone": gone, "merge": done.id, "reason": reason})
    )
    return done


def _decisions(connection: sa.Connection, customer_id: str) -> list[Decision]:
    rows = rows_of(connection, t.consents, customer_id)
    return [Decision(row["channel"], row["purpose"], row["given"], row["at"]) for row in rows]


def _event(connection: sa.Connection, done: Merge, withdrawn: list[tuple[str, str]]) -> Event:
    """What the log keeps of the merge; tags learn the united record and the strictest consents from it."""
    fields = record(connection, done.customer_id)
    profile = {name: fields[name].value for name in TOLD if name in fields}
    payload = {
        "merge": done.id,
        "gone": done.gone,
        "evidence": list(done.evidence),
        "profile": profile,
        "withdrawn": [list(scope) for scope in withdrawn],
    }
    return Event(
        "customer.merged", done.customer_id, done.at, "system", "system", payload, id=f"e_merged_{done.id}"
    )


def _withdraw(connection: sa.Connection, done: Merge, event: Event, scope: tuple[str, str]) -> list[Any]:
    """One side has withdrawn this: so it is withdrawn."""
    proof = {"text": "合并档案:其中一方已撤回", "merge": done.id, "event_id": event.id}
    values = {"customer_id": done.customer_id, "channel": scope[0], "purpose": scope[1], "given": False}
    last = connection.scalar(sa.select(sa.func.max(t.consents.c.at)).where(_mine(done)))
    at = max(done.at, last) if last else done.at
    made = connection.execute(t.consents.insert().values(**values, at=at, proof=proof))
    return list(made.inserted_primary_key or ())


def _mine(done: Merge) -> sa.ColumnElement[bool]:
    return t.consents.c.customer_id == done.customer_id
