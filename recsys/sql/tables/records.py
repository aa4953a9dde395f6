"""One record per customer: what each source said, which records are one, and who is on which list."""

import sqlalchemy as sa

from recsys.sql.tables.base import Moment, customer_id, metadata

statements = sa.Table(  # append-only; the record is computed from them
    "statements",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    customer_id(),
    sa.Column("source", sa.Text, nullable=False),  # bank, phone, app, wechat, staff
    sa.Column("said", sa.JSON, nullable=False),  # field → value; none = the source knows it no longer
    sa.Column("verified", sa.JSON, nullable=False),  # the fields that the source has checked
    sa.Column("at", Moment, nullable=False),
)

merges = sa.Table(  # ``customer_id`` is the record that goes on, ``gone`` the id that means it since
    "merges",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    customer_id(),
    sa.Column("gone", sa.Text, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("staff_id", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("evidence", sa.JSON, nullable=False),  # codes of the identity rules
    sa.Column("moved", sa.JSON, nullable=False),  # table → number of rows
    sa.Column("undone_at", Moment),
    sa.Column("undone_by", sa.Text),
    sa.Column("untold", sa.JSON, nullable=False, default=list),  # what an undo could not tell apart
)

merge_rows = sa.Table(  # per table: whose each row was before the merge, and what had to step aside
    "merge_rows",
    metadata,
    sa.Column("merge_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    customer_id(),
    sa.Column("rows", sa.JSON, nullable=False),
)

duplicates = sa.Table(  # pairs that may be one person; ``customer_id`` is the smaller id
    "duplicates",
    metadata,
    customer_id(primary_key=True),
    sa.Column("other_id", sa.Text, primary_key=True, index=True),
    sa.Column("verdict", sa.Text, nullable=False),  # same, ask
    sa.Column("evidence", sa.JSON, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("decided_by", sa.Text),  # a person who said that they are two
    sa.Column("decided_at", Moment),
    sa.Column("reason", sa.Text),
)

listings = sa.Table(  # white, grey and black lists; an entry counts from ``since`` up to ``until``
    "listings",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    customer_id(),
    sa.Column("product_id", sa.Text, nullable=False),  # "*" = every product
    sa.Column("list", sa.Text, nullable=False),  # white, grey, black
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("department", sa.Text, nullable=False),
    sa.Column("staff_id", sa.Text, nullable=False),
    sa.Column("since", Moment, nullable=False),
    sa.Column("until", Moment, nullable=False, index=True),
    sa.Column("ended_at", Moment),  # ended early
    sa.Column("ended_by", sa.Text),
)
