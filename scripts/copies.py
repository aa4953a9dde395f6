"""A stored population many times over: copies under new ids, for what grows with rows."""

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.sql import schema as t

MARK = "~"  # stands in no id of the made-up population
COPIED = (
    t.customers,
    t.identities,
    t.consents,
    t.usage_months,
    t.bills,
    t.subscriptions,
    t.holdings,
    t.assessments,
    t.statements,
    t.events,
    t.contacts,
    t.tags,
    t.tag_facts,
    t.tag_moves,
)
NAMING = {t.customers: ("id",), t.events: ("id",), t.contacts: ("event_id",), t.identities: ("value",)}


def multiply(engine: Engine, times: int) -> None:
    """So that everybody is there so many times; a transaction for each copy of a table."""
    for table in COPIED:
        for number in range(1, times):
            with engine.write() as connection:
                connection.execute(_copy(table, f"{MARK}{number}"))


def _copy(table: sa.Table, suffix: str) -> sa.Insert:
    """All rows of the first population with ids that end in ``suffix``."""
    owner = table.c.id if table is t.customers else table.c.customer_id
    names = {owner.name, *NAMING.get(table, ())}
    given = [column for column in table.c if not _counts_itself(column)]
    values = [column + suffix if column.name in names else column for column in given]
    first = sa.select(*values).where(owner.not_like(f"%{MARK}%"))
    return table.insert().from_select([column.name for column in given], first)


def _counts_itself(column: "sa.Column[object]") -> bool:
    return bool(column.primary_key) and isinstance(column.type, sa.Integer)
