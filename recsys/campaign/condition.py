"""Whom a marketer means: a list of conditions on tags and contacts, all of which must hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from recsys.campaign.contact_clause import ContactClause, counts, phrase
from recsys.engine import Engine
from recsys.sql import schema as t
from recsys.tags.registry import latest
from recsys.tags.store import holding
from recsys.tags.wording import shown

Operator = Literal["has", "lacks", "is", "not", "at_least", "at_most"]
OPERATOR_TITLES: Mapping[Operator, str] = {
    "has": "有这个标签",
    "lacks": "没有这个标签",
    "is": "等于",
    "not": "不等于",
    "at_least": "不少于",
    "at_most": "不多于",
}


class Clause(BaseModel):
    """One condition; ``value`` in the tag's own unit (fen, MB), none for has and lacks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tag: str
    op: Operator
    value: str | int | Annotated[float, Field(allow_inf_nan=False)] | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> "Clause":
        known = latest().by_key.get(self.tag)
        if known is None:
            raise ValueError(f"there is no tag '{self.tag}'")
        if known.tag.sensitive:
            raise ValueError(f"'{self.tag}' is sensitive and may not be used to pick customers")
        if (self.value is None) != (self.op in ("has", "lacks")):
            raise ValueError(f"'{self.op}' {'takes no' if self.op in ('has', 'lacks') else 'needs a'} value")
        if self.op in ("at_least", "at_most") and not isinstance(self.value, int | float):
            raise ValueError(f"'{self.op}' needs a number")
        return self

    def holds(self, value: Any) -> bool:
        """Whether it holds for a tag's value; none = the customer does not have the tag."""
        if self.op in ("has", "lacks"):
            return (value is not None) == (self.op == "has")
        if value is None:
            return self.op == "not"
        if self.op in ("is", "not"):
            return (value == self.value or str(value) == str(self.value)) == (self.op == "is")
        if not isinstance(value, int | float):
            return False
        limit = float(self.value or 0)
        return value >= limit if self.op == "at_least" else value <= limit


AnyClause = Clause | ContactClause


def _about(clause: Any) -> str:
    """Whoever names a tag means a clause on tags, and wants to hear what is wrong with that."""
    named = "tag" in clause if isinstance(clause, dict) else isinstance(clause, Clause)
    return "tag" if named else "contacts"


Told = Annotated[
    Annotated[Clause, Tag("tag")] | Annotated[ContactClause, Tag("contacts")], Discriminator(_about)
]


class Condition(BaseModel):
    """All clauses must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clauses: tuple[Told, ...] = Field(min_length=1, max_length=20)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant; ``remaining`` counts who is left after each clause, from ``considered`` on."""

    customer_ids: tuple[str, ...]
    considered: int
    remaining: tuple[int, ...]


def audience(engine: Engine, condition: Condition, now: datetime) -> Audience:
    """Apply the clauses one after another; who withdrew personalisation is never considered."""
    with engine.read() as connection:
        left = _considered(connection)
        tests = _tests(connection, condition.clauses, now)
    considered, remaining = len(left), []
    for holds in tests:
        left = [one for one in left if holds(one)]
        remaining.append(len(left))
    return Audience(tuple(left), considered, tuple(remaining))


def _tests(
    connection: sa.Connection, clauses: Sequence[AnyClause], now: datetime
) -> list[Callable[[str], bool]]:
    """Per clause whether it holds for a customer; everything is read here."""
    return [
        _tag_test(connection, clause, now)
        if isinstance(clause, Clause)
        else _contact_test(connection, clause, now)
        for clause in clauses
    ]


def _tag_test(connection: sa.Connection, clause: Clause, now: datetime) -> Callable[[str], bool]:
    """Without the tag everybody is alike; the others are told by their values."""
    without, c = clause.holds(None), t.tags.c
    mine = (c.key == clause.tag) & holding(now)
    if clause.op in ("has", "lacks"):
        others = set(connection.scalars(sa.select(c.customer_id).where(mine)).all())
    else:
        rows = connection.execute(sa.select(c.customer_id, c.value).where(mine)).all()
        others = {one for one, value in rows if clause.holds(value) != without}
    return lambda one: (one in others) != without


def _contact_test(connection: sa.Connection, clause: ContactClause, now: datetime) -> Callable[[str], bool]:
    found = counts(connection, clause, now)
    return lambda one: clause.holds(found.get(one, 0))


def _considered(connection: sa.Connection) -> list[str]:
    c = t.consents.c
    latest = sa.select(sa.func.max(c.id)).where(c.purpose == "personalisation").group_by(c.customer_id)
    withdrawn = sa.select(c.customer_id).where(c.id.in_(latest), c.given.is_(False))
    query = sa.select(t.customers.c.id).where(
        t.customers.c.guest.is_(False), t.customers.c.id.not_in(withdrawn)
    )
    return list(connection.scalars(query.order_by(t.customers.c.id)).all())


def sentence(clauses: Sequence[AnyClause]) -> str:
    """The condition as people read it: 有「流量常超套餐」 且 「月均消费」不少于100元."""
    return " 且 ".join(_said(clause) for clause in clauses)


def _said(clause: AnyClause) -> str:
    if isinstance(clause, ContactClause):
        return phrase(clause)
    tag = latest().by_key[clause.tag].tag
    title = tag.title
    if clause.op in ("has", "lacks"):
        return f"{'有' if clause.op == 'has' else '没有'}「{title}」"
    value = shown(clause.value, {"money": "fen", "data": "mb"}.get(tag.type, ""))
    return f"「{title}」{OPERATOR_TITLES[clause.op]}{value}"
