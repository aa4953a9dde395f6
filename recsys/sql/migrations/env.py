"""Alembic's entry point; the connection comes from ``recsys.sql.migrate``."""

from alembic import context

from recsys.sql.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
