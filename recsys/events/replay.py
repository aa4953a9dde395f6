"""`python -m recsys replay`: rebuild tags and contacts from the log, prove them equal to the stored."""

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from recsys.contacts.contact import Contact
from recsys.contacts.follow import follow
from recsys.contacts.rows import Timeline
from recsys.contacts.store import save_contacts
from recsys.engine import Engine, open_engine
from recsys.events.event import Event
from recsys.events.store import event_of
from recsys.settings import Settings
from recsys.sql import schema as t
from recsys.tags.fold import State, fold
from recsys.tags.moves import move_rows
from recsys.tags.registry import current
from recsys.tags.store import save_states, tag_row

SHOWN = 20  # differences printed


@dataclass(frozen=True, slots=True)
class Replay:
    """``differences`` are lines such as "tag c000002 wants_plan: stored …, replayed …"."""

    events: int
    tags: int
    contacts: int
    stored_digest: str
    replayed_digest: str
    differences: tuple[str, ...]


def replay(engine: Engine, *, write: bool = False) -> Replay:
    """Fold the whole log again. With ``write`` the result replaces what is stored."""
    states, contacts, count = _fold_log(engine)
    tags = {f"tag {i} {k}": tag_row(i, k, tag) for i, s in states.items() for k, tag in s.tags.items()}
    moves = dict(_named(move_rows({i: s.moves for i, s in states.items()})))
    replayed = _canonical(tags | moves | {f"contact {one.event_id}": one.to_row() for one in contacts})
    stored = _canonical(_stored(engine))
    if write:
        _replace(engine, states, contacts)
    return Replay(
        count, len(tags), len(contacts), _digest(stored), _digest(replayed), tuple(_differ(stored, replayed))
    )


def _fold_log(engine: Engine) -> tuple[dict[str, State], list[Contact], int]:
    with engine.read() as connection:
        defs, count = current(connection, engine.settings.zone), 0
    states: dict[str, State] = {}
    timeline = Timeline()
    for event in _log(engine):
        count += 1
        states[event.customer_id] = fold(states.get(event.customer_id, State()), event, defs)
        follow(timeline, event)
    return states, list(timeline.contacts.values()), count


def _log(engine: Engine) -> Iterator[Event]:
    with engine.read() as connection:
        rows = connection.execute(
            sa.select(t.events).order_by(t.events.c.seq).execution_options(yield_per=2000)
        )
        for row in rows:
            yield event_of(row)


def _stored(engine: Engine) -> dict[str, dict[str, Any]]:
    with engine.read() as connection:
        tags = [row._asdict() for row in connection.execute(sa.select(t.tags))]
        contacts = [row._asdict() for row in connection.execute(sa.select(t.contacts))]
        moves = [row._asdict() for row in connection.execute(sa.select(t.tag_moves))]
    found = {f"tag {row['customer_id']} {row['key']}": row for row in tags} | dict(_named(moves))
    return found | {f"contact {row['event_id']}": row for row in contacts}


def _named(moves: Iterable[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in moves:
        yield f"move {row['customer_id']} {row['key']} {row['at'].astimezone(UTC).isoformat()}", row


def _replace(engine: Engine, states: dict[str, State], contacts: list[Contact]) -> None:
    with engine.write() as connection:
        for table in (t.tags, t.tag_facts, t.tag_moves, t.contacts):
            connection.execute(table.delete())
        save_states(connection, states)
        save_contacts(connection, contacts)


def _canonical(rows: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {
        name: json.dumps(
            {field: _number(value) for field, value in row.items()},
            sort_keys=True,
            ensure_ascii=False,
            default=_iso,
        )
        for name, row in sorted(rows.items())
    }


def _number(value: Any) -> Any:
    """SQLite gives 1.0 back as 1."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _iso(value: Any) -> str:
    return str(value.isoformat())


def _digest(rows: dict[str, str]) -> str:
    whole = sha256()
    for name, text in rows.items():
        whole.update(f"{name}\t{text}\n".encode())
    return whole.hexdigest()


def _differ(stored: dict[str, str], replayed: dict[str, str]) -> Iterable[str]:
    for name in sorted(stored.keys() | replayed.keys()):
        if stored.get(name) != replayed.get(name):
            yield f"{name}: stored {stored.get(name)}, replayed {replayed.get(name)}"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("replay", help="rebuild tags and contacts from the log, prove them equal")
    parser.add_argument(
        "--write", action="store_true", help="store the result, e.g. after definitions changed"
    )
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    result = replay(open_engine(Settings(), search=False), write=args.write)
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
