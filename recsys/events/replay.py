"""`python -m recsys replay`: rebuild tags and contacts from the log, prove them equal to the stored."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from recsys.contacts.follow import follow
from recsys.contacts.rows import Timeline
from recsys.contacts.store import save_contacts
from recsys.engine import Engine, open_engine
from recsys.events.comparison import Rows, canonical, differences, digest
from recsys.events.store import event_of
from recsys.settings import Settings
from recsys.sql import schema as t
from recsys.sql.lock import hold
from recsys.tags.definition import Definitions
from recsys.tags.fold import State, fold
from recsys.tags.moves import move_rows
from recsys.tags.registry import current
from recsys.tags.store import save_states, tag_row

SHOWN = 20  # differences printed
AT_ONCE = 2000  # rows read at once


@dataclass(frozen=True, slots=True)
class Replay:
    """``differences`` are lines such as "tag c000002 wants_plan: stored …, replayed …"."""

    events: int
    tags: int
    contacts: int
    stored_digest: str
    replayed_digest: str
    differences: tuple[str, ...]


class DefinitionsChanged(RuntimeError):
    """Somebody applied another definition while the log was read; nothing was written."""


@dataclass
class _Folded:
    """What the log gives up to ``seq``; it can be folded on."""

    defs: Definitions
    seq: int = 0
    events: int = 0
    states: dict[str, State] = field(default_factory=dict)
    timeline: Timeline = field(default_factory=Timeline)


def replay(engine: Engine, *, write: bool = False) -> Replay:
    """Fold the whole log again, beside a running worker too: log and tags are read as of one moment.

    With ``write`` the result replaces what is stored, with the events that came meanwhile. Raises
    DefinitionsChanged.
    """
    with engine.snapshot() as connection:
        folded = _Folded(current(connection, engine.settings.zone))
        _fold_on(folded, connection)
        stored = canonical(_stored(connection))
    replayed = canonical(_replayed(folded))
    result = Replay(
        events=folded.events,
        tags=sum(len(state.tags) for state in folded.states.values()),
        contacts=len(folded.timeline.contacts),
        stored_digest=digest(stored),
        replayed_digest=digest(replayed),
        differences=tuple(differences(stored, replayed)),
    )
    if write:
        _replace(engine, folded)
    return result


def _fold_on(folded: _Folded, connection: sa.Connection) -> None:
    """Fold what the log has beyond ``seq``."""
    rows = connection.execute(
        sa.select(t.events)
        .where(t.events.c.seq > folded.seq)
        .order_by(t.events.c.seq)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in rows:
        event = event_of(row)
        state = folded.states.get(event.customer_id, State())
        folded.states[event.customer_id] = fold(state, event, folded.defs)
        follow(folded.timeline, event)
        folded.seq, folded.events = row.seq, folded.events + 1


def _replayed(folded: _Folded) -> Rows:
    tags = {f"tag {i} {k}": tag_row(i, k, tag) for i, s in folded.states.items() for k, tag in s.tags.items()}
    moves = dict(_named(move_rows({i: s.moves for i, s in folded.states.items()})))
    contacts = {f"contact {one.event_id}": one.to_row() for one in folded.timeline.contacts.values()}
    return tags | moves | contacts


def _stored(connection: sa.Connection) -> Rows:
    def rows(table: sa.Table) -> Iterator[dict[str, Any]]:
        return (row._asdict() for row in connection.execute(sa.select(table)))

    tags = {f"tag {row['customer_id']} {row['key']}": row for row in rows(t.tags)}
    contacts = {f"contact {row['event_id']}": row for row in rows(t.contacts)}
    return tags | dict(_named(rows(t.tag_moves))) | contacts


def _named(moves: Iterable[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in moves:
        yield f"move {row['customer_id']} {row['key']} {row['at'].astimezone(UTC).isoformat()}", row


def _replace(engine: Engine, folded: _Folded) -> None:
    """In one transaction that no event can enter."""
    with engine.write() as connection:
        hold(connection, "event log")
        if _versions(current(connection, engine.settings.zone)) != _versions(folded.defs):
            raise DefinitionsChanged("a tag's definition changed meanwhile; run the replay again")
        _fold_on(folded, connection)
        for table in (t.tags, t.tag_facts, t.tag_moves, t.contacts):
            connection.execute(table.delete())
        save_states(connection, folded.states)
        save_contacts(connection, folded.timeline.contacts.values())


def _versions(defs: Definitions) -> dict[str, int]:
    return {key: item.tag.version for key, item in defs.by_key.items()}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("replay")
    parser.add_argument(
        "--write", action="store_true", help="store the result, e.g. after definitions changed"
    )
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    try:
        result = replay(open_engine(Settings(), search=False), write=args.write)
    except DefinitionsChanged as error:
        print(f"replay: {error}", file=sys.stderr)
        return 1
    print(f"{result.events} events → {result.tags} tags, {result.contacts} contacts")
    print(f"stored   {result.stored_digest}\nreplayed {result.replayed_digest}")
    for line in result.differences[:SHOWN]:
        print(line)
    if not result.differences:
        print("equal")
        return 0
    print(
        f"{len(result.differences)} differences"
        + ("; the replayed ones are stored now" if args.write else "")
    )
    return 0 if args.write else 1
