"""One at a time: a named lock that lasts until the end of the transaction."""

import sqlalchemy as sa


def hold(connection: sa.Connection, name: str) -> None:
    """Wait until no other transaction holds that name.

    SQLite's writers are alone from their start; PostgreSQL gets an advisory lock.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
        )


def customer_lock(customer_id: str) -> str:
    """The name under which orders, tickets and contacts of a customer exclude each other."""
    return f"customer:{customer_id}"
