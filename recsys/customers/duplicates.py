"""Possible duplicates: pairs of records that may be one person, found by what they share.

Only records that share a number, a document, an account or name and birth date are ever compared, so the
work grows with the number of records, not with its square.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from recsys.customers.record import record_of
from recsys.customers.sameness import Traits, Verdict, judge, plain, table
from recsys.customers.statements import rows_of, taken_apart
from recsys.engine import Engine
from recsys.sql import schema as t

SHARED = ("phone", "document", "bank", "union")  # each alone makes two records worth comparing
CHUNK = 400
Pair = tuple[str, str]  # the smaller id first


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A pair with its verdict (same or ask) and evidence; ``decided_by``: who said that they are two."""

    customer_id: str
    other_id: str
    verdict: str
    evidence: tuple[str, ...]
    at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """How many records were looked at, pairs compared, and pairs of each answer."""

    records: int
    compared: int
    answers: dict[str, int]


def find(engine: Engine, now: datetime) -> Found:
    """Look through all records and store the pairs; what people decided stays decided."""
    with engine.write() as connection:
        records, pairs = candidates(connection)
        verdicts = dict(_judged(connection, pairs, now.astimezone(engine.settings.zone).date()))
        _store(connection, verdicts, now)
    answers: dict[str, int] = defaultdict(int)
    for verdict in verdicts.values():
        answers[verdict.answer] += 1
    return Found(records, len(pairs), dict(answers))


def candidates(connection: sa.Connection) -> tuple[int, set[Pair]]:
    """The number of records, and the pairs that share something that is not too common."""
    blocks: dict[str, set[str]] = defaultdict(set)
    ids: set[str] = set()
    for row in connection.execute(sa.select(t.statements).execution_options(yield_per=5_000)):
        ids.add(row.customer_id)
        for key in keys(row.said):
            blocks[key].add(row.customer_id)
    shared = (block for block in blocks.values() if 1 < len(block) <= table()["too_common"])
    return len(ids), {pair for block in shared for pair in combinations(sorted(block), 2)}


def keys(said: dict[str, Any]) -> Iterator[str]:
    """What two records are brought together by."""
    for name in SHARED:
        if said.get(name):
            yield f"{name}:{plain(said[name])}"
    if said.get("name") and said.get("born"):
        yield f"person:{plain(said['name'])}/{said['born']}"


def traits_of(connection: sa.Connection, ids: Iterable[str], today: date) -> dict[str, Traits]:
    """What records are compared by."""
    wanted = list(ids)
    found: dict[str, Traits] = {}
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        said: dict[str, list[Any]] = defaultdict(list)
        for row in rows_of(connection, some):
            said[row.customer_id] += taken_apart(row)
        s = t.subscriptions.c
        running = (s.line == "mobile") & (s.since <= today) & (s.until.is_(None) | (s.until > today))
        query = sa.select(s.customer_id).where(s.customer_id.in_(some), running)
        with_plan = set(connection.scalars(query))
        found |= {one: Traits(record_of(said[one]), one in with_plan) for one in some}
    return found


def compare(connection: sa.Connection, one: str, other: str, today: date, *known: str) -> Verdict:
    """The verdict about two records; what a person decided before counts as ``different``."""
    traits = traits_of(connection, (one, other), today)
    verdict = judge(traits[one], traits[other], *known)
    decided = connection.scalar(sa.select(t.duplicates.c.decided_by).where(_is(pair_of(one, other))))
    return verdict if decided is None else Verdict("different", verdict.evidence)


def note(connection: sa.Connection, pair: Pair, verdict: Verdict, now: datetime) -> None:
    """Put a pair on the list, or bring it up to date."""
    found = connection.scalar(sa.select(t.duplicates.c.verdict).where(_is(pair)))
    values = {"verdict": verdict.answer, "evidence": list(verdict.evidence), "at": now}
    if found is None:
        connection.execute(t.duplicates.insert().values(customer_id=pair[0], other_id=pair[1], **values))
    else:
        connection.execute(t.duplicates.update().where(_is(pair)).values(**values))


def set_apart(engine: Engine, pair: Pair, staff_id: str, reason: str, now: datetime) -> None:
    """A person says that the two are two. Raises LookupError when the pair is not on the list."""
    with engine.write() as connection:
        decided = {"decided_by": staff_id, "decided_at": now, "reason": reason}
        done = connection.execute(t.duplicates.update().where(_is(pair)).values(**decided)).rowcount
        if not done:
            raise LookupError(f"{pair[0]} and {pair[1]} are no possible duplicates")


def duplicates(engine: Engine, *, decided: bool = False, limit: int = 200) -> list[Duplicate]:
    """The open pairs, sure ones first; with ``decided`` those that people set apart."""
    d = t.duplicates.c
    mine = d.decided_by.is_not(None) if decided else d.decided_by.is_(None)
    query = sa.select(t.duplicates).where(mine).order_by(d.verdict.desc(), d.customer_id, d.other_id)
    with engine.read() as connection:
        rows = connection.execute(query.limit(limit))
        return [Duplicate(**(row._asdict() | {"evidence": tuple(row.evidence)})) for row in rows]


def pair_of(one: str, other: str) -> Pair:
    """Two ids in the order in which pairs are kept."""
    return (one, other) if one < other else (other, one)


def _judged(connection: sa.Connection, pairs: set[Pair], today: date) -> Iterator[tuple[Pair, Verdict]]:
    traits = traits_of(connection, sorted({one for pair in pairs for one in pair}), today)
    for pair in sorted(pairs):
        yield pair, judge(traits[pair[0]], traits[pair[1]])


def _store(connection: sa.Connection, verdicts: dict[Pair, Verdict], now: datetime) -> None:
    """Pairs that nothing speaks for any more go, unless somebody has decided about them."""
    d = t.duplicates.c
    connection.execute(t.duplicates.delete().where(d.decided_by.is_(None)))
    known = {(row.customer_id, row.other_id) for row in connection.execute(sa.select(t.duplicates))}
    rows = [
        {
            "customer_id": one,
            "other_id": other,
            "verdict": said.answer,
            "evidence": list(said.evidence),
            "at": now,
        }
        for (one, other), said in verdicts.items()
        if said.answer in ("same", "ask") and (one, other) not in known
    ]
    if rows:
        connection.execute(t.duplicates.insert(), rows)


def _is(pair: Pair) -> sa.ColumnElement[bool]:
    return (t.duplicates.c.customer_id == pair[0]) & (t.duplicates.c.other_id == pair[1])
