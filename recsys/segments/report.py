"""The stages of a tag as a report: who is where, for how long, and where they go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from recsys.segments.stays import StageTime, stage_times, stays
from recsys.sql import schema as t
from recsys.tags.schema import Definition


@dataclass(frozen=True, slots=True)
class StageReport:
    """``stages`` in the order of the definition, as of ``now``; ``people`` have been in any."""

    tag: Definition
    now: datetime
    people: int
    stages: tuple[StageTime, ...]


def stage_report(connection: sa.Connection, tag: Definition, now: datetime) -> StageReport:
    """From every move that was kept. Raises ValueError for a tag without a history."""
    if not tag.history:
        raise ValueError(f"{tag.key} keeps no history")
    found = list(stays(_moves(connection, tag.key), now))
    times = stage_times(found, [value.name for value in tag.values])
    return StageReport(tag, now, len({stay.customer_id for stay in found}), tuple(times))


def _moves(connection: sa.Connection, key: str) -> Iterator[tuple[str, datetime, str | None]]:
    """Guests are people too: a funnel begins with them."""
    m = t.tag_moves.c
    query = sa.select(m.customer_id, m.at, m.value).where(m.key == key).order_by(m.customer_id, m.at)
    for row in connection.execute(query.execution_options(yield_per=5000)):
        yield row.customer_id, row.at, row.value
