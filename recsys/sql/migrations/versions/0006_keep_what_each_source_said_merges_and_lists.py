"""Keep what each source said, merges with what they moved, possible duplicates, and lists."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FIELDS = ("gender", "job", "household")  # of the profile
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("verified", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    op.create_index("ix_statements_customer_id", "statements", ["customer_id"])
    op.create_table(
        "merges",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("gone", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("untold", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    op.create_index("ix_merges_customer_id", "merges", ["customer_id"])
    op.create_index("ix_merges_gone", "merges", ["gone"])
    op.create_table(
        "merge_rows",
        sa.Column("merge_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("merge_id", "name", name=op.f("pk_merge_rows")),
    )
    op.create_index("ix_merge_rows_customer_id", "merge_rows", ["customer_id"])
    op.create_table(
        "duplicates",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", "other_id", name=op.f("pk_duplicates")),
    )
    op.create_index("ix_duplicates_other_id", "duplicates", ["other_id"])
    op.create_table(
        "listings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
    )
    op.create_index("ix_listings_customer_id", "listings", ["customer_id"])
    op.create_index("ix_listings_until", "listings", ["until"])
    _carry_over(op.get_bind())


def _carry_over(connection: sa.Connection) -> None:
    """What the table of customers says becomes the carrier's statement, its admission entries the lists."""
    new = sa.MetaData()
    moment = sa.DateTime(timezone=True)
    statements = sa.Table("statements", new, autoload_with=connection)
    listings = sa.Table("listings", new, autoload_with=connection)
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("id", "name", "phone", "region")]
    columns += [sa.column("born", sa.Date), sa.column("profile", sa.JSON), sa.column("created_at", moment)]
    customers = sa.table("customers", *columns, sa.column("guest", sa.Boolean))
    query = sa.select(customers).where(customers.c.guest.is_(False))
    everybody = connection.execute(query).all()
    if everybody:
        connection.execute(statements.insert(), [_statement(row) for row in everybody])
    if listed := [entry for row in everybody for entry in _listed(row)]:
        connection.execute(listings.insert(), listed)
    for row in everybody:
        if "admission" in row.profile:
            rest = {name: value for name, value in row.profile.items() if name != "admission"}
            mine = customers.c.id == row.id
            connection.execute(sa.update(customers).where(mine).values(profile=rest))


def _statement(row: Any) -> dict[str, Any]:
    known = {"name": row.name, "phone": row.phone, "region": row.region}
    known["born"] = row.born.isoformat() if row.born else None
    known |= {name: row.profile.get(name) for name in FIELDS}
    said = {name: value for name, value in known.items() if value}
    verified = [name for name in ("name", "phone", "born") if name in said]
    return {
        "customer_id": row.id,
        "source": "phone",
        "said": said,
        "verified": verified,
        "at": _aware(row.created_at),
    }


def _listed(row: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": f"l_{row.id}_{product}",
            "customer_id": row.id,
            "product_id": product,
            "list": name,
            "reason": "历史名单",
            "department": "信息部",
            "staff_id": "system",
            "since": _aware(row.created_at),
            "until": FOR_EVER,
        }
        for product, name in row.profile.get("admission", {}).items()
    ]


def _aware(at: datetime) -> datetime:
    """SQLite forgets the zone; it was UTC."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def downgrade() -> None:
    """One step back."""
    for name in ("listings", "duplicates", "merge_rows", "merges", "statements"):
        op.drop_table(name)
