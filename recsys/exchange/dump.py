"""Tables of all customers, in the form that ``import`` reads where it reads them."""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.exchange.rows import ROWS
from recsys.sql import schema as t

TAG_COLUMNS = ("customer_id", "key", "value", "since", "until", "confidence")
KINDS = (*ROWS, "tags")


def columns_of(kind: str) -> tuple[str, ...]:
    """The columns of a table, in order."""
    return TAG_COLUMNS if kind == "tags" else tuple(ROWS[kind].model_fields)


def dump(engine: Engine, kind: str) -> Iterator[dict[str, Any]]:
    """All rows, customers in order of their ids. Tags are those stored, expired ones included."""
    with engine.read() as connection:
        for row in connection.execute(_QUERIES[kind]().execution_options(yield_per=5_000)):
            yield row._asdict()


def _customers() -> sa.Select[Any]:
    c, s, i = t.customers.c, t.subscriptions.c, t.identities.c
    plan = sa.select(s.product_id).where(s.customer_id == c.id, s.line == "mobile", s.until.is_(None))
    openid = sa.select(i.value).where(i.customer_id == c.id, i.kind == "wechat")
    return (
        sa.select(
            c.id.label("customer_id"),
            *(c[name] for name in ("name", "phone", "region", "born", "joined", "contract_until")),
            c.profile["gender"].as_string().label("gender"),
            c.profile["job"].as_string().label("job"),
            plan.limit(1).scalar_subquery().label("plan_id"),
            openid.limit(1).scalar_subquery().label("wechat"),
        )
        .where(c.guest.is_(False))
        .order_by(c.id)
    )


def _usage() -> sa.Select[Any]:
    u = t.usage_months.c
    return sa.select(t.usage_months).order_by(u.customer_id, u.month)


def _holdings() -> sa.Select[Any]:
    h = t.holdings.c
    query = sa.select(h.customer_id, h.product_id, h.amount, h.since, h.matures)
    return query.where(h.amount > 0).order_by(h.customer_id, h.id)


def _consents() -> sa.Select[Any]:
    c = t.consents.c
    proof = c.proof["text"].as_string().label("proof")
    query = sa.select(c.customer_id, c.channel, c.purpose, c.given, c.at, proof)
    return query.order_by(c.customer_id, c.at, c.id)


def _contacts() -> sa.Select[Any]:
    c = t.contacts.c
    names = ("customer_id", "at", "kind", "channel", "business_type", "result", "content")
    query = sa.select(*(c[name] for name in (*names, "department", "handled_by")))
    return query.order_by(c.customer_id, c.at, c.event_id)


def _lists() -> sa.Select[Any]:
    """What has not been ended early."""
    c = t.listings.c
    query = sa.select(*(c[name] for name in ROWS["lists"].model_fields)).where(c.ended_at.is_(None))
    return query.order_by(c.customer_id, c.since, c.id)


def _tags() -> sa.Select[Any]:
    g = t.tags.c
    return sa.select(*(g[name] for name in TAG_COLUMNS)).order_by(g.customer_id, g.key)


_QUERIES: dict[str, Callable[[], sa.Select[Any]]] = {
    "customers": _customers,
    "usage": _usage,
    "holdings": _holdings,
    "consents": _consents,
    "contacts": _contacts,
    "lists": _lists,
    "tags": _tags,
}
