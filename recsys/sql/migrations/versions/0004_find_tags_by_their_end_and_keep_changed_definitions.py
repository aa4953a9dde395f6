"""Find tags by their end, and keep definitions that staff changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward."""
    op.create_index("ix_tags_until", "tags", ["until"])
    op.create_table(
        "tag_changes",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_tag_changes")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_tag_changes_key_version")),
    )


def downgrade() -> None:
    """One step back."""
    op.drop_table("tag_changes")
    op.drop_index("ix_tags_until", "tags")
