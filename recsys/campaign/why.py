"""Why one customer is in an audience, or not: each clause with what it found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from recsys.campaign.condition import AnyClause, sentence
from recsys.campaign.contact_clause import ContactClause, channel_title, matches
from recsys.contacts.contact import Contact
from recsys.contacts.store import contact_in
from recsys.engine import Engine
from recsys.sql import schema as t
from recsys.tags.registry import latest
from recsys.tags.store import tags_of
from recsys.tags.wording import shown


@dataclass(frozen=True, slots=True)
class Found:
    """``said`` is the clause; ``because`` what the customer's record says of it."""

    said: str
    holds: bool
    because: str


def why(engine: Engine, customer_id: str, clauses: Sequence[AnyClause], now: datetime) -> list[Found]:
    """The same judgement as that of the whole audience, for one customer and in words."""
    values = {tag.key: tag.value for tag in tags_of(engine, customer_id, now)}
    query = sa.select(t.contacts).where(t.contacts.c.customer_id == customer_id)
    with engine.read() as connection:
        contacts = [contact_in(row) for row in connection.execute(query.order_by(t.contacts.c.at.desc()))]
    return [_found(engine, clause, values, contacts, now) for clause in clauses]


def _found(
    engine: Engine, clause: AnyClause, values: dict[str, Any], contacts: Sequence[Contact], now: datetime
) -> Found:
    said = sentence([clause])
    if isinstance(clause, ContactClause):
        counting = [contact for contact in contacts if matches(clause, contact, now)]
        return Found(said, clause.holds(len(counting)), _counted(engine, counting))
    value = values.get(clause.tag)
    kind = latest().by_key[clause.tag].tag.type
    told = "有" if value is True else shown(value, {"money": "fen", "data": "mb"}.get(kind, ""))
    return Found(said, clause.holds(value), told if value is not None else "没有")


def _counted(engine: Engine, counting: Sequence[Contact]) -> str:
    if not counting:
        return "0次"
    last = counting[0]
    day = last.at.astimezone(engine.settings.zone)
    what = last.kind if last.business_type == last.kind else last.kind + last.business_type
    where = f"{channel_title(last.channel)}{what}"
    return f"{len(counting)}次,最近{day:%m月%d日} {where}"
