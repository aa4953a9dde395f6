"""What each source said of a customer, in the database, and the record that follows from it."""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from recsys.customers.record import Field, Statement, as_day, record_of, tables
from recsys.settings import Settings
from recsys.sql import schema as t

COLUMNS = ("name", "phone", "region")  # of the table of customers
PROFILE = ("gender", "job", "household")  # of its profile


class NoIdentityKey(ValueError):
    """The installation has no key for hashes of documents; the message says what to set."""


def state(
    connection: sa.Connection,
    customer_id: str,
    source: str,
    said: Mapping[str, Any],
    at: datetime,
) -> None:
    """Keep what a source says now, unless it said just that before; the record follows at once."""
    row, s = statement_row(customer_id, source, said, at), t.statements.c
    mine = sa.select(s.said).where(s.customer_id == customer_id, s.source == source)
    if connection.scalar(mine.order_by(s.at.desc(), s.id.desc()).limit(1)) != row["said"]:
        connection.execute(t.statements.insert().values(**row))
    settle_record(connection, customer_id)


def statement_row(customer_id: str, source: str, said: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """A row of the table; days become ISO 8601. Raises ValueError for a source that has no rule."""
    if source not in tables()["sources"]:
        raise ValueError(f"unknown source {source!r}; use one of {', '.join(tables()['sources'])}")
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}
    checked = [name for name in tables()["sources"][source]["checks"] if plain.get(name)]
    return {"customer_id": customer_id, "source": source, "said": plain, "verified": checked, "at": at}


def statements_of(connection: sa.Connection, customer_id: str) -> list[Statement]:
    """Everything that was said of the customer, field by field."""
    mine = sa.select(t.statements).where(t.statements.c.customer_id == customer_id)
    return [one for row in connection.execute(mine.order_by(t.statements.c.id)) for one in taken_apart(row)]


def taken_apart(row: Any) -> Iterator[Statement]:
    """One row as statements about single fields."""
    for name, value in row.said.items():
        yield Statement(name, value, row.source, name in row.verified, row.at)


def record(connection: sa.Connection, customer_id: str) -> dict[str, Field]:
    """Field → the value that counts, where it comes from, why it won and what lost."""
    return record_of(statements_of(connection, customer_id))


def settle_record(connection: sa.Connection, customer_id: str) -> None:
    """Write the record into the table of customers; a field of which nobody said anything stays as it is."""
    mine = t.customers.c.id == customer_id
    profile = connection.scalar(sa.select(t.customers.c.profile).where(mine))
    if profile is None:
        return
    known = columns_of(record(connection, customer_id), profile)
    if known:
        connection.execute(t.customers.update().where(mine).values(**known))


def columns_of(fields: Mapping[str, Field], profile: Mapping[str, Any]) -> dict[str, Any]:
    """The record as columns of the table of customers."""
    values: dict[str, Any] = {name: fields[name].value for name in COLUMNS if name in fields}
    if "born" in fields:
        values["born"] = as_day(fields["born"].value)
    told = {name: fields[name].value for name in PROFILE if name in fields}
    return values | ({"profile": {**profile, **told}} if told else {})


def document_hash(settings: Settings, number: str) -> str:
    """A keyed hash of an identity document: the same number gives the same, and nobody finds the number.

    Raises NoIdentityKey.
    """
    if not settings.identity_key:
        raise NoIdentityKey(
            "HUAKE_IDENTITY_KEY is not set, and documents cannot be compared without it: "
            "`make run` makes one, or set your own"
        )
    plain = "".join(number.split()).upper()
    return hmac.new(settings.identity_key.encode(), plain.encode(), sha256).hexdigest()


def rows_of(connection: sa.Connection, ids: Iterable[str]) -> list[Any]:
    """The statement rows of several customers."""
    return list(connection.execute(sa.select(t.statements).where(t.statements.c.customer_id.in_(list(ids)))))
