"""Orders, tickets, campaigns, and the staff that handles them."""

import sqlalchemy as sa

from recsys.sql.tables.base import Moment, customer_id, metadata

orders = sa.Table(
    "orders",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),  # the same key again changes nothing
    customer_id(),
    sa.Column("product_id", sa.Text, nullable=False),
    sa.Column("line", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),  # order, cancel, subscribe, redeem
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger),  # fen, wealth only
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("effective_on", sa.Date, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

tickets = sa.Table(
    "tickets",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("number", sa.Text, unique=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    customer_id(),
    sa.Column("kind", sa.Text, nullable=False),  # complaint, dispute, fault, privacy
    sa.Column("state", sa.Text, nullable=False),  # open, in_progress, resolved, closed
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("conversation_id", sa.Text),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Column("result", sa.Text, nullable=False, default=""),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("resolved_at", Moment),
)

contact_slots = sa.Table(  # every proactive contact takes one before it is sent
    "contact_slots",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    customer_id(),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("product_id", sa.Text),
    sa.Column("day", sa.Date, nullable=False),  # the customer's own
    sa.Column("at", Moment, nullable=False),
)

segments = sa.Table(
    "segments",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("condition", sa.JSON, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

campaigns = sa.Table(
    "campaigns",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("segment_id", sa.Text, nullable=False),
    sa.Column("product_id", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False, default=dict),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

pushes = sa.Table(
    "pushes",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("campaign_id", sa.Text, nullable=False),
    customer_id(),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("product_id", sa.Text, nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),  # planned, sending, sent, failed, suppressed, cancelled
    sa.Column("reason", sa.Text),  # code, when not sent
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False, default=dict),
    sa.Column("planned_at", Moment, nullable=False),
    sa.Column("sent_at", Moment),
    sa.Column("due_at", Moment, index=True),  # sent by itself then; none = when its campaign is sent
    sa.UniqueConstraint("campaign_id", "customer_id"),
)

refusals = sa.Table(  # offers that the customer did not want; not shown again before ``until``
    "refusals",
    metadata,
    sa.Column("event_id", sa.Text, primary_key=True),  # of recommendation.declined
    sa.Column("product_id", sa.Text, primary_key=True),
    customer_id(),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("until", Moment, nullable=False),
)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("login", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),  # argon2id
    sa.Column("role", sa.Text, nullable=False),  # agent, supervisor, marketer, approver, admin
    sa.Column("department", sa.Text, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False, default=True),
)

audit = sa.Table(  # who of the staff did what; append-only
    "audit",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("staff_id", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
)
