"""Keep the history of tags."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "tag_moves",
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", "key", "at", name=op.f("pk_tag_moves")),
    )
    op.create_index(op.f("ix_tag_moves_key"), "tag_moves", ["key"])


def downgrade() -> None:
    """One step back."""
    op.drop_table("tag_moves")
