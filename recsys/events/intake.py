"""Intake: batches from the stream and the outbox into the log; poison events to the dead letters."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime

import redis
import sqlalchemy as sa

from recsys.customers.merging.follow import FOLLOWED, follow_events
from recsys.engine import Engine
from recsys.events import stream
from recsys.events.event import Event
from recsys.events.log import insert_new
from recsys.events.store import store_events
from recsys.sql import schema as t
from recsys.sql.lock import hold
from recsys.tags.definition import Definitions
from recsys.tags.fold import State
from recsys.tags.registry import current
from recsys.tags.store import announce

log = logging.getLogger(__name__)
BATCH = 500
TRIES = 5


def consume(engine: Engine, block_ms: int | None = None) -> int:
    """One batch: what a dead worker left, else what is new. Returns how many entries were dealt with."""
    entries = stream.pending(engine, BATCH)
    if entries:
        entries = [entry for entry in entries if not _gave_up(engine, entry)]
    else:
        entries = stream.fresh(engine, BATCH, block_ms)
    if not entries:
        return 0
    try:
        _store(engine, [_parse(body) for _, body in entries])
    except (redis.RedisError, sa.exc.OperationalError):
        raise
    except Exception:
        _one_by_one(engine, entries)
    stream.acknowledge(engine, [entry for entry, _ in entries], before=entries[0][0])
    return len(entries)


def drain_outbox(engine: Engine) -> int:
    """Fold what waits in the outbox; storing and removing are one transaction."""
    with engine.read() as connection:
        if connection.scalar(sa.select(t.outbox.c.seq).limit(1)) is None:
            return 0
    try:
        return _drain(engine, BATCH)
    except (redis.RedisError, sa.exc.OperationalError):
        raise
    except Exception:
        return _drain(engine, 1)


def _drain(engine: Engine, count: int) -> int:
    with engine.write() as connection:
        hold(connection, "event log")
        query = sa.select(t.outbox).order_by(t.outbox.c.seq).limit(count)
        rows = list(connection.execute(query))
        states = _fold_rows(connection, rows, current(connection, engine.settings.zone))
        connection.execute(t.outbox.delete().where(t.outbox.c.seq.in_([row.seq for row in rows])))
    announce(engine, states)
    follow_events(engine, [Event.from_dict(row.event) for row in rows if row.event["type"] in FOLLOWED])
    return len(rows)


def _fold_rows(
    connection: sa.Connection, rows: Sequence[sa.Row[tuple[object, ...]]], defs: Definitions
) -> dict[str, State]:
    """A single row that cannot be folded goes to the dead letters; in a batch it raises."""
    try:
        with connection.begin_nested():
            return store_events(connection, [Event.from_dict(row.event) for row in rows], defs)
    except sa.exc.OperationalError:
        raise
    except Exception as error:
        if len(rows) != 1:
            raise
        _note(connection, f"outbox-{rows[0].id}", json.dumps(rows[0].event, ensure_ascii=False), error)
        return {}


def _store(engine: Engine, events: Sequence[Event]) -> None:
    with engine.write() as connection:
        states = store_events(connection, events, current(connection, engine.settings.zone))
    announce(engine, states)


def _one_by_one(engine: Engine, entries: Sequence[stream.Entry]) -> None:
    """A batch with a poison event: the good ones are stored, the bad one is buried after five tries."""
    for entry, body in entries:
        for attempt in range(1, TRIES + 1):
            try:
                _store(engine, [_parse(body)])
                break
            except (redis.RedisError, sa.exc.OperationalError):
                raise
            except Exception as error:
                if attempt == TRIES:
                    _bury(engine, entry, body, error)


def _gave_up(engine: Engine, entry: stream.Entry) -> bool:
    """An entry that keeps killing the worker is buried too."""
    if stream.times_delivered(engine, entry[0]) <= TRIES:
        return False
    _bury(engine, *entry, RuntimeError("the worker died over it too often"))
    stream.acknowledge(engine, [entry[0]])
    return True


def _bury(engine: Engine, entry: str, body: str, error: Exception) -> None:
    with engine.write() as connection:
        _note(connection, entry, body, error)
    stream.bury(engine, entry, body, repr(error))


def _note(connection: sa.Connection, entry: str, body: str, error: Exception) -> None:
    log.error("event %s goes to the dead letters: %r", entry, error)
    row = {"entry": entry, "body": body, "error": repr(error), "tries": TRIES, "at": datetime.now(UTC)}
    insert_new(connection, t.dead_letters, row)


def _parse(body: str) -> Event:
    return Event.from_dict(json.loads(body))
