"""The rows of the two customers themselves: one takes in what only the other knew, and gives it back."""

from typing import Any

import sqlalchemy as sa

from recsys.customers.load import UnknownCustomer
from recsys.customers.merging.rows import as_json, from_json, put_back
from recsys.customers.statements import settle_record
from recsys.sql import schema as t

Row = dict[str, Any]


def row_of(connection: sa.Connection, customer_id: str) -> Row | None:
    """The customer's row, or none."""
    found = connection.execute(sa.select(t.customers).where(t.customers.c.id == customer_id)).one_or_none()
    return None if found is None else found._asdict()


def goes_on(mine: Row, its: Row) -> bool:
    """Whether the first of two is the one to go on."""
    return _rank(mine) <= _rank(its)


def which_goes_on(connection: sa.Connection, one: str, other: str) -> str:
    """The id that the two would have after a merge. Raises UnknownCustomer."""
    rows = [row_of(connection, name) for name in (one, other)]
    if rows[0] is None or rows[1] is None:
        raise UnknownCustomer(one if rows[0] is None else other)
    return one if goes_on(rows[0], rows[1]) else other


def _rank(row: Row) -> tuple[Any, ...]:
    """A customer before a guest, who has a contract before who has none, then who was known first."""
    return row["guest"], row["joined"] is None, row["created_at"], row["id"]


def unite(connection: sa.Connection, mine: Row, its: Row) -> Row:
    """Write the united row after statements have moved; the notes for the journal."""
    connection.execute(t.customers.delete().where(t.customers.c.id == its["id"]))
    _update(connection, mine["id"], _united(mine, its))
    settle_record(connection, mine["id"])
    after = row_of(connection, mine["id"])
    changed = {name: value for name, value in (after or {}).items() if value != mine[name]}
    return {
        "aside": [as_json(its)],
        "before": [as_json({name: mine[name] for name in changed})],
        "after": [as_json(changed)],
    }


def part(connection: sa.Connection, customer_id: str, notes: Row) -> None:
    """Both rows as before; what has changed since the merge for other reasons stays changed."""
    now = as_json(row_of(connection, customer_id) or {})
    before, after = notes["before"][0], notes["after"][0]
    back = {name: value for name, value in before.items() if now.get(name) == after[name]}
    _update(connection, customer_id, from_json(t.customers, back))
    put_back(connection, t.customers, notes["aside"])
    for one in (customer_id, notes["aside"][0]["id"]):
        settle_record(connection, one)


def _united(mine: Row, its: Row) -> Row:
    """What the record that goes on lacks it takes from the other; statements settle the rest."""
    lacking = ("name", "phone", "region", "born", "contract_until", "joined", "story")
    first, second = (its, mine) if mine["guest"] else (mine, its)
    values = {name: first[name] or second[name] for name in lacking}
    granted = sorted({*mine["profile"].get("qualities", ()), *its["profile"].get("qualities", ())})
    profile = {**second["profile"], **first["profile"]} | ({"qualities": granted} if granted else {})
    return {
        **values,
        "profile": profile,
        "guest": mine["guest"] and its["guest"],
        "created_at": min(mine["created_at"], its["created_at"]),
    }


def _update(connection: sa.Connection, customer_id: str, values: Row) -> None:
    if values:
        connection.execute(t.customers.update().where(t.customers.c.id == customer_id).values(**values))
