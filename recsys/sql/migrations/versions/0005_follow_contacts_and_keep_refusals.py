"""Follow what becomes of a contact, keep refused offers, and plan messages for a later moment."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward."""
    op.add_column("contacts", sa.Column("ref", sa.Text()))
    op.add_column("contacts", sa.Column("changed_at", sa.DateTime(timezone=True)))
    op.add_column("contacts", sa.Column("times", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("ix_contacts_ref", "contacts", ["ref"])
    op.create_index("ix_contacts_conversation_id", "contacts", ["conversation_id"])
    op.create_index("ix_contacts_kind_at", "contacts", ["kind", "at"])
    op.add_column("pushes", sa.Column("due_at", sa.DateTime(timezone=True)))
    op.create_table(
        "refusals",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "product_id", name=op.f("pk_refusals")),
    )
    op.create_index("ix_refusals_customer_id", "refusals", ["customer_id"])


def downgrade() -> None:
    """One step back."""
    op.drop_table("refusals")
    op.drop_column("pushes", "due_at")
    for name in ("kind_at", "conversation_id", "ref"):
        op.drop_index(f"ix_contacts_{name}", "contacts")
    for name in ("times", "changed_at", "ref"):
        op.drop_column("contacts", name)
