"""Conditions on contacts: 「近90天「投诉」2次以上」, for everybody in SQL and for one customer in words."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, model_validator

from recsys.contacts.contact import KINDS, Contact, table
from recsys.sql import schema as t

Names = Annotated[tuple[str, ...], Field(max_length=10)]
FIELDS = {
    "kinds": "kind",
    "channels": "channel",
    "departments": "department",
    "business_types": "business_type",
    "results": "result",
}


class ContactClause(BaseModel):
    """So many contacts within ``days`` (none = ever); of each list any value counts, an empty one allows all.

    What was planned and never reached the customer counts only where its result is asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: Annotated[int, Field(ge=1, le=3650)] | None = None
    kinds: Names = ()
    channels: Names = ()
    departments: Names = ()
    business_types: Names = ()
    results: Names = ()
    op: Literal["at_least", "at_most"] = "at_least"
    count: Annotated[int, Field(ge=0, le=1000)] = 1

    @model_validator(mode="after")
    def _makes_sense(self) -> "ContactClause":
        if unknown := set(self.kinds) - set(KINDS):
            raise ValueError(f"unknown kind of contact {sorted(unknown)}; use {'、'.join(KINDS)}")
        if self.op == "at_least" and self.count == 0:
            raise ValueError("'at_least' needs a count of 1 or more: everybody has 0")
        return self

    def holds(self, count: int) -> bool:
        """Whether so many are enough, or few enough."""
        return count >= self.count if self.op == "at_least" else count <= self.count


def matches(clause: ContactClause, contact: Contact, now: datetime) -> bool:
    """Whether a contact counts."""
    if contact.at > now or (clause.days and contact.at <= now - timedelta(days=clause.days)):
        return False
    if not clause.results and contact.result in table()["unreached"]:
        return False
    asked = ((getattr(clause, name), getattr(contact, column)) for name, column in FIELDS.items())
    return all(value in values for values, value in asked if values)


def counted(clause: ContactClause, contacts: Iterable[Contact], now: datetime) -> int:
    """How many contacts of one customer count."""
    return sum(matches(clause, contact, now) for contact in contacts)


def counts(connection: sa.Connection, clause: ContactClause, now: datetime) -> dict[str, int]:
    """How many count, by customer; who has none is missing."""
    c = t.contacts.c
    query = sa.select(c.customer_id, sa.func.count()).where(*_where(clause, now)).group_by(c.customer_id)
    return {customer_id: count for customer_id, count in connection.execute(query)}


def _where(clause: ContactClause, now: datetime) -> list[sa.ColumnElement[bool]]:
    """``matches`` as a query; a kind is always named, so that the index of kind and time serves."""
    c = t.contacts.c
    found = [c.at <= now, c.kind.in_(clause.kinds or KINDS)]
    found += [c.at > now - timedelta(days=clause.days)] if clause.days else []
    found += [] if clause.results else [c.result.not_in(table()["unreached"])]
    asked = ((getattr(clause, name), c[column]) for name, column in FIELDS.items() if name != "kinds")
    return found + [column.in_(values) for values, column in asked if values]


def phrase(clause: ContactClause) -> str:
    """As people read it: 「近30天没有「营销接触」」."""
    within = f"近{clause.days}天" if clause.days else ""
    channels = [channel_title(name) for name in clause.channels]
    lists = (channels, clause.kinds, clause.business_types, clause.departments, clause.results)
    what = "「" + (" ".join("或".join(values) for values in lists if values) or "接触") + "」"
    if clause.op == "at_most":
        return f"{within}{what}不超过{clause.count}次" if clause.count else f"{within}没有{what}"
    return f"{within}{what}{clause.count}次以上" if clause.count > 1 else f"{within}有过{what}"


def channel_title(channel: str) -> str:
    """How a channel is called."""
    return str(table()["channels"].get(channel, channel))
