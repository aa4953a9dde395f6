"""Saved segments: a name and a condition on tags and contacts; who is in follows from the present."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field

from recsys.campaign.condition import Condition
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.sql import schema as t


class NewSegment(BaseModel):
    """What a marketer enters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=60)
    condition: Condition


@dataclass(frozen=True, slots=True)
class Segment:
    """As it is stored."""

    id: str
    name: str
    condition: Condition
    created_by: str
    created_at: datetime


class UnknownSegment(LookupError):
    """There is no segment of that id."""


def save_segment(engine: Engine, new: NewSegment, staff_id: str, now: datetime) -> Segment:
    """Store it; the same name may be used twice."""
    segment = Segment(new_id("sg"), new.name, new.condition, staff_id, now)
    row = {
        "id": segment.id,
        "name": segment.name,
        "condition": segment.condition.model_dump(mode="json"),
        "created_by": staff_id,
        "created_at": now,
    }
    with engine.write() as connection:
        connection.execute(t.segments.insert().values(row))
    return segment


def segments(engine: Engine) -> list[Segment]:
    """Those that were saved for themselves, newest first; what a campaign brought stays with the campaign."""
    of_campaigns = sa.select(t.campaigns.c.segment_id)
    query = sa.select(t.segments).where(t.segments.c.id.not_in(of_campaigns))
    with engine.read() as connection:
        rows = connection.execute(query.order_by(t.segments.c.created_at.desc(), t.segments.c.id))
        return [_segment(row) for row in rows]


def segment(engine: Engine, segment_id: str) -> Segment:
    """Raises UnknownSegment."""
    with engine.read() as connection:
        row = connection.execute(sa.select(t.segments).where(t.segments.c.id == segment_id)).one_or_none()
    if row is None:
        raise UnknownSegment(segment_id)
    return _segment(row)


def _segment(row: sa.Row[tuple[object, ...]]) -> Segment:
    values = row._asdict()
    return Segment(**values | {"condition": Condition.model_validate(values["condition"])})
