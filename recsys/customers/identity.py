"""Who is behind an app login, a WeChat openid or a phone number."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from recsys.customers.alias import kept_id
from recsys.customers.duplicates import note, pair_of
from recsys.customers.load import UnknownCustomer
from recsys.customers.merging.merge import MergeRefused, merge
from recsys.customers.statements import state
from recsys.engine import Engine
from recsys.sql import schema as t

Kind = Literal["app", "wechat", "phone", "bank"]
TITLES: dict[Kind, str] = {"app": "应用账号", "wechat": "微信", "phone": "手机号", "bank": "银行客户号"}
PROVES: dict[Kind, str] = {"phone": "app", "bank": "bank"}  # which source the record learns it from
PROVED = ("proved",)


def resolve(engine: Engine, kind: Kind, value: str) -> str:
    """The customer's id. An unknown WeChat openid becomes a guest; others raise UnknownCustomer."""
    found = _find(engine, kind, value)
    if found is None and kind == "wechat":
        return _create_guest(engine, value)
    if found is None:
        raise UnknownCustomer(f"{kind} identity is not known")
    return found


def of_phone(engine: Engine, phone: str) -> str:
    """Whose login the number is, else the only record that has it. Raises UnknownCustomer."""
    found = _find(engine, "phone", phone)
    if found is not None:
        return found
    with engine.read() as connection:
        query = sa.select(t.customers.c.id).where(t.customers.c.phone == phone).limit(2)
        ids = list(connection.scalars(query))
    if len(ids) != 1:
        raise UnknownCustomer("no single customer has this number")
    return str(ids[0])


def link(
    engine: Engine,
    kind: Kind,
    value: str,
    customer_id: str,
    *,
    now: datetime | None = None,
    staff_id: str = "system",
) -> str:
    """The customer has proved that this identity is theirs; returns the id that goes on.

    If another record has it, the rules of sameness decide: a guest's history moves over, doubtful pairs go to
    the list of possible duplicates. Raises MergeRefused unless the rules call them the same.
    """
    at = now or datetime.now(UTC)
    owner = _find(engine, kind, value)
    if owner is None:
        with engine.write() as connection:
            kept = kept_id(connection, customer_id)
            connection.execute(t.identities.insert().values(kind=kind, value=value, customer_id=kept))
            if kind in PROVES:
                state(connection, kept, PROVES[kind], {kind: value}, at)
        return kept
    try:
        reason = f"本人绑定了{TITLES[kind]}"
        merge(engine, customer_id, owner, by="rules", staff_id=staff_id, reason=reason, now=at, known=PROVED)
    except MergeRefused as refused:
        if refused.verdict.answer == "ask":
            with engine.write() as connection:
                note(connection, pair_of(customer_id, owner), refused.verdict, at)
        raise
    with engine.read() as connection:
        return kept_id(connection, customer_id)


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
