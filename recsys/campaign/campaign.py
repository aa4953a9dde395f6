"""Campaigns as they are stored: a draft, its segment and its state."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from recsys.campaign.draft import Draft, check
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.sql import schema as t


def save(engine: Engine, draft: Draft, staff_id: str, now: datetime) -> str:
    """Store segment and campaign; returns the campaign's id. Raises BadDraft."""
    check(engine, draft)
    segment, campaign = new_id("sg"), new_id("cp")
    with engine.write() as connection:
        connection.execute(
            sa.insert(t.segments).values(
                id=segment,
                name=draft.name,
                condition=draft.condition.model_dump(mode="json"),
                created_by=staff_id,
                created_at=now,
            )
        )
        connection.execute(
            sa.insert(t.campaigns).values(
                id=campaign,
                name=draft.name,
                segment_id=segment,
                product_id=draft.product_id,
                channel=draft.channel,
                text=draft.text,
                state="draft",
                detail={},
                created_by=staff_id,
                created_at=now,
            )
        )
    return campaign


class UnknownCampaign(LookupError):
    """There is no such campaign."""


def load(engine: Engine, campaign_id: str) -> tuple[Draft, dict[str, Any]]:
    """The draft and the stored row; raises UnknownCampaign."""
    joined = t.campaigns.join(t.segments, t.segments.c.id == t.campaigns.c.segment_id)
    query = sa.select(t.campaigns, t.segments.c.condition).select_from(joined)
    with engine.read() as connection:
        found = connection.execute(query.where(t.campaigns.c.id == campaign_id)).one_or_none()
    if found is None:
        raise UnknownCampaign(campaign_id)
    row = found._asdict()
    fields = {name: row[name] for name in ("name", "condition", "product_id", "channel", "text")}
    return Draft.model_validate(fields), row


def campaigns(engine: Engine) -> list[dict[str, Any]]:
    """All campaigns with counts by state of their pushes, newest first."""
    p = t.pushes.c
    counted = sa.select(p.campaign_id, p.state, sa.func.count().label("n")).group_by(p.campaign_id, p.state)
    with engine.read() as connection:
        rows = [
            r._asdict()
            for r in connection.execute(sa.select(t.campaigns).order_by(t.campaigns.c.created_at.desc()))
        ]
        counts: dict[str, dict[str, int]] = {}
        for row in connection.execute(counted):
            counts.setdefault(row.campaign_id, {})[row.state] = row.n
    return [row | {"counts": counts.get(row["id"], {})} for row in rows]
