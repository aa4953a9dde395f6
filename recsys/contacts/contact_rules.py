"""The rules of proactive contact, in the order in which they are asked; each gives a reason code."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from kb.catalogue.schema import WealthProduct
from recsys.contacts.consent import ANY, has_consent
from recsys.engine import Engine
from recsys.service.ticket import OPEN, TROUBLE
from recsys.sql import schema as t

CALLS = ("hotline",)
MARKETING = "marketing"


@dataclass(frozen=True, slots=True)
class Wish:
    """A contact that somebody would like to make."""

    customer_id: str
    channel: str
    purpose: str
    product_id: str | None
    now: datetime


def refusal(connection: sa.Connection, engine: Engine, wish: Wish) -> str | None:
    for check in (_consent, _hours, _trouble, _first_contact, _ordered, _suited, _caps, _wechat):
        code = check(connection, engine, wish)
        if code is not None:
            return code
    return None


def unwelcome(connection: sa.Connection, engine: Engine, wish: Wish) -> str | None:
    """Why nothing may be offered to somebody who talks to us; hours and caps are about being approached."""
    for check in (_refused, _trouble, _first_contact):
        code = check(connection, engine, wish)
        if code is not None:
            return code
    return None


def _refused(connection: sa.Connection, engine: Engine, wish: Wish) -> str | None:
    """Who never said anything may be told of an offer here; who said no may not."""
    code = _consent(connection, engine, wish)
    return code if code == "opted_out" else None


def _consent(connection: sa.Connection, _engine: Engine, wish: Wish) -> str | None:
    c = t.consents.c
    if has_consent(connection, wish.customer_id, wish.channel, wish.purpose):
        return None
    said = sa.select(c.id).where(
        c.customer_id == wish.customer_id, c.purpose == wish.purpose, c.channel.in_((wish.channel, ANY))
    )
    return "no_consent" if connection.scalar(said.limit(1)) is None else "opted_out"


def _hours(_connection: sa.Connection, engine: Engine, wish: Wish) -> str | None:
    limits, local = engine.settings.contact, wish.now.astimezone(engine.settings.zone).time()
    return None if limits.opens <= local < limits.closes else "quiet_hours"


def _trouble(connection: sa.Connection, engine: Engine, wish: Wish) -> str | None:
    """Nothing while a complaint, dispute or fault is open, and some days after."""
    c = t.tickets.c
    recent = wish.now - timedelta(days=engine.settings.contact.quiet_days_after_trouble)
    mine = sa.select(c.kind, c.state).where(c.customer_id == wish.customer_id, c.kind.in_(TROUBLE))
    running = connection.execute(mine.where(c.state.in_(OPEN)).limit(1)).first()
    if running is not None:
        return f"open_{running.kind}"
    settled = connection.execute(mine.where(c.resolved_at > recent).limit(1)).first()
    return "recent_trouble" if settled is not None else None


def _first_contact(connection: sa.Connection, engine: Engine, wish: Wish) -> str | None:
    """Trust first: who has just come to us for the first time is served, not sold to."""
    c = t.contacts.c
    first = sa.select(sa.func.min(c.at)).where(c.customer_id == wish.customer_id, c.kind != "营销接触")
    began = connection.scalar(first)
    if began is None:
        return None
    fresh = wish.now - began < timedelta(hours=engine.settings.contact.first_contact_hours)
    return "first_contact" if fresh else None


def _ordered(connection: sa.Connection, engine: Engine, wish: Wish) -> str | None:
    """What somebody holds or has just ordered is not advertised to them."""
    if wish.product_id is None:
        return None
    s, today = t.subscriptions.c, wish.now.astimezone(engine.settings.zone).date()
    held = sa.select(s.id).where(
        s.customer_id == wish.customer_id,
        s.product_id == wish.product_id,
        s.until.is_(None) | (s.until > today),
    )
    return "already_ordered" if connection.scalar(held.limit(1)) is not None else None


def _suited(_connection: sa.Connection, engine: Engine, wish: Wish) -> str | None:
    """Leveraged, private, unrated or >R3 products are never pushed."""
    item = engine.catalogue.items.get(wish.product_id or "")
    if not isinstance(item, WealthProduct):
        return None
    ratings = [risk for risk in (item.risk, item.issuer_risk) if risk]
    bad = item.leveraged or item.private or item.risk is None or max(ratings, default="R5") > "R3"
    return "not_for_push" if bad else None


def _caps(connection: sa.Connection, engine: Engine, wish: Wish) -> str | None:
    """Counted over all channels; a week is the last 7 days, a month the last 31, both with today."""
    limits, today = engine.settings.contact, wish.now.astimezone(engine.settings.zone).date()
    s = t.contact_slots.c
    mine = sa.select(sa.func.count()).where(s.customer_id == wish.customer_id)
    if wish.channel in CALLS:
        calls = mine.where(s.channel.in_(CALLS), s.day > today - timedelta(days=31))
        if (connection.scalar(calls) or 0) >= limits.calls_per_month:
            return "call_cap"
    if wish.purpose != MARKETING:
        return None
    marketing = mine.where(s.purpose == MARKETING)
    if (connection.scalar(marketing.where(s.day == today)) or 0) >= limits.per_day:
        return "day_cap"
    week = marketing.where(s.day > today - timedelta(days=7))
    return "week_cap" if (connection.scalar(week) or 0) >= limits.per_week else None


def _wechat(connection: sa.Connection, engine: Engine, wish: Wish) -> str | None:
    """WeChat lets us write within 48 h of the customer's own message, five times."""
    if wish.channel != "wechat":
        return None
    limits, e, s = engine.settings.contact, t.events.c, t.contact_slots.c
    heard = sa.select(sa.func.max(e.at)).where(
        e.customer_id == wish.customer_id, e.type == "message.received", e.channel == "wechat"
    )
    last = connection.scalar(heard)
    if last is None or wish.now - last > timedelta(hours=limits.wechat_hours):
        return "wechat_window"
    sent = sa.select(sa.func.count()).where(
        s.customer_id == wish.customer_id, s.channel == "wechat", s.at >= last
    )
    return "wechat_limit" if (connection.scalar(sent) or 0) >= limits.wechat_messages else None
