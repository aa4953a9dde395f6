"""The definitions that hold now: those that the repository ships, and newer versions that staff applied.

Whoever folds asks within its own transaction, so every process uses a change from its first event on.
"""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from recsys.sql import schema as t
from recsys.tags.definition import Definitions, compile_all, definitions
from recsys.tags.rule import ZONE
from recsys.tags.schema import Definition, from_data

_Mark = tuple[str, int | None, datetime | None, str]
_known: dict[_Mark, Definitions] = {}
_KEPT = 8  # databases and states remembered per process


def current(connection: sa.Connection, zone: ZoneInfo = ZONE) -> Definitions:
    """What holds in this database; compiled again only after a change."""
    c = t.tag_changes.c
    newest = connection.execute(sa.select(sa.func.max(c.seq), sa.func.max(c.at))).one()
    mark = (str(connection.engine.url), newest[0], newest[1], zone.key)
    if mark not in _known:
        while len(_known) >= _KEPT:
            del _known[next(iter(_known))]
        _known[mark] = _load(connection, zone)
    return _known[mark]


def latest() -> Definitions:
    """What this process used last; for checks that have no database at hand."""
    return next(reversed(_known.values()), None) or definitions()


def merged(changes: list[Definition], zone: ZoneInfo = ZONE) -> Definitions:
    """The shipped definitions with changes on top; of one key the higher version counts."""
    tags = {item.tag.key: item.tag for item in definitions().by_key.values()}
    for tag in changes:
        if tag.key not in tags or tag.version > tags[tag.key].version:
            tags[tag.key] = tag
    return compile_all(tags.values(), zone)


def stored_changes(connection: sa.Connection) -> list[Definition]:
    """What staff applied, oldest first."""
    rows = connection.scalars(sa.select(t.tag_changes.c.definition).order_by(t.tag_changes.c.seq))
    return [from_data(row) for row in rows]


def _load(connection: sa.Connection, zone: ZoneInfo) -> Definitions:
    changes = stored_changes(connection)
    return merged(changes, zone) if changes else replace(definitions(), zone=zone)
