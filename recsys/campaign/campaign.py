"""A campaign: one product, one wording, one channel, for those who meet a condition."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field

from kb.catalogue.schema import Item, WealthProduct
from recsys.campaign.condition import Audience, Condition, audience
from recsys.contacts.contact_policy import may_contact
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.offer.eligibility import rejection
from recsys.offer.policy_view import REPLACED
from recsys.offer.standing import facts_of, standing
from recsys.sql import schema as t
from recsys.wealth.compliance import forbidden_words, with_risk_sentence
from recsys.wealth.suitability import unsuitable

SAMPLE = 8
OPT_OUT = "不想再收到,回复「退订」。"


class Draft(BaseModel):
    """What a marketer enters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=60)
    condition: Condition
    product_id: str
    channel: str = Field(pattern="^(app|wechat)$")
    text: str = Field(min_length=5, max_length=300)


class BadDraft(ValueError):
    """The draft cannot be sent as it is; the message tells the marketer what to change, in Chinese."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would get it, who would not and why, and a sample of both."""

    audience: Audience
    allowed: tuple[str, ...]
    suppressed: dict[str, str]  # customer id → code

    @property
    def reasons(self) -> dict[str, int]:
        """How many each code holds back, most first."""
        return dict(Counter(self.suppressed.values()).most_common())


def check(engine: Engine, draft: Draft) -> Item:
    """The product, if product and wording may be pushed; raises BadDraft."""
    item = engine.catalogue.items.get(draft.product_id)
    if item is None:
        raise BadDraft("没有这个产品,请重新选择。")
    wealth = isinstance(item, WealthProduct)
    if found := forbidden_words(draft.text, wealth=wealth):
        raise BadDraft(f"文案里有不能使用的词:{'、'.join(found)}。请换个说法。")
    if item.title not in draft.text:
        raise BadDraft(f"文案里要写明产品名称「{item.title}」。")
    return item


def wording(item: Item, text: str) -> str:
    """The text as it is sent: with the risk sentence for wealth, and always with the way out."""
    body = with_risk_sentence(text) if isinstance(item, WealthProduct) else text.rstrip()
    return f"{body}\n{OPT_OUT}"


def preview(engine: Engine, draft: Draft, now: datetime) -> Preview:
    """Apply condition, offer rules and contact policy; takes no slot and sends nothing."""
    item = check(engine, draft)
    meant = audience(engine, draft.condition, now)
    codes = {one: refusal(engine, one, item, draft.channel, now) for one in meant.customer_ids}
    allowed = tuple(one for one, code in codes.items() if code is None)
    return Preview(meant, allowed, {one: code for one, code in codes.items() if code is not None})


def refusal(engine: Engine, customer_id: str, item: Item, channel: str, now: datetime) -> str | None:
    """The code of the first rule against pushing ``item`` to the customer now, or none."""
    person = customer(engine, customer_id, now)
    day = now.astimezone(engine.settings.zone).date()
    if item.id == person.plan_id:
        return "owned"
    gone = REPLACED.get(getattr(item, "line", ""), ())
    stands = standing(person, facts_of(engine, customer_id), engine.catalogue, day, without=gone)

    def suitability(offered: Item) -> str | None:
        if not isinstance(offered, WealthProduct):
            return None
        return unsuitable(person, offered, now, proactive=True)

    def contact(offered: Item) -> str | None:
        return may_contact(engine, customer_id, channel, "marketing", offered.id, now)

    return rejection(item, stands, channel=channel, day=day, suitability=suitability, contact=contact)


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
