"""Who is behind an app login, a WeChat openid or a phone number."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from recsys.customers.load import UnknownCustomer
from recsys.engine import Engine
from recsys.sql import schema as t

Kind = Literal["app", "wechat", "phone"]


def resolve(engine: Engine, kind: Kind, value: str) -> str:
    """The customer's id. An unknown WeChat openid becomes a guest; others raise UnknownCustomer."""
    found = _find(engine, kind, value)
    if found is None and kind == "wechat":
        return _create_guest(engine, value)
    if found is None:
        raise UnknownCustomer(f"{kind} identity is not known")
    return found


def link(engine: Engine, kind: Kind, value: str, customer_id: str) -> None:
    """From now on this identity is that customer."""
    with engine.write() as connection:
        connection.execute(t.identities.delete().where(_is(kind, value)))
        connection.execute(t.identities.insert().values(kind=kind, value=value, customer_id=customer_id))


def _is(kind: str, value: str) -> sa.ColumnElement[bool]:
    return (t.identities.c.kind == kind) & (t.identities.c.value == value)


def _find(engine: Engine, kind: str, value: str) -> str | None:
    with engine.read() as connection:
        return connection.scalar(sa.select(t.identities.c.customer_id).where(_is(kind, value)))


def _create_guest(engine: Engine, openid: str) -> str:
    """The id is derived from the openid, so two messages at once create one guest."""
    guest = "g" + sha256(openid.encode()).hexdigest()[:12]
    try:
        with engine.write() as connection:
            connection.execute(
                t.customers.insert().values(
                    id=guest,
                    name="微信访客",
                    phone="",
                    region="",
                    guest=True,
                    profile={},
                    story="",
                    created_at=datetime.now(UTC),
                )
            )
            connection.execute(t.identities.insert().values(kind="wechat", value=openid, customer_id=guest))
    except IntegrityError:
        return _find(engine, "wechat", openid) or guest
    return guest


def value_of(engine: Engine, kind: Kind, customer_id: str) -> str | None:
    """The customer's identity of that kind, such as their openid; none when there is none."""
    of_customer = (t.identities.c.kind == kind) & (t.identities.c.customer_id == customer_id)
    with engine.read() as connection:
        return connection.scalar(sa.select(t.identities.c.value).where(of_customer).limit(1))
