"""Find messages by when they are due."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward."""
    op.create_index("ix_pushes_due_at", "pushes", ["due_at"])


def downgrade() -> None:
    """One step back."""
    op.drop_index("ix_pushes_due_at", "pushes")
