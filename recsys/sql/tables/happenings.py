"""The event log and what is folded from it: contacts and tags; outbox and dead letters."""

import sqlalchemy as sa

from recsys.sql.tables.base import Moment, customer_id, metadata

events = sa.Table(  # ``seq`` is the order in which events were folded
    "events",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("type", sa.Text, nullable=False, index=True),
    sa.Column("customer_id", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("conversation_id", sa.Text, index=True),
    sa.Column("caused_by", sa.Text),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("ix_events_customer_id_type_at", "customer_id", "type", "at"),
)

outbox = sa.Table(  # events on their way when Redis is down, or written with their cause in one transaction
    "outbox",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("customer_id", sa.Text, nullable=False),
    sa.Column("event", sa.JSON, nullable=False),
)

dead_letters = sa.Table(
    "dead_letters",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("entry", sa.Text, nullable=False, unique=True),  # id in the stream or the outbox
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("event_id", sa.Text, primary_key=True),
    sa.Column("customer_id", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # 咨询 投诉 业务办理 业务查询 营销接触 关怀
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("department", sa.Text, nullable=False),
    sa.Column("business_type", sa.Text, nullable=False),
    sa.Column("handled_by", sa.Text, nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("conversation_id", sa.Text, index=True),
    sa.Column("ref", sa.Text, index=True),  # the ticket or push that the row follows
    sa.Column("changed_at", Moment),
    sa.Column(
        "times", sa.Integer, nullable=False, server_default="1"
    ),  # how often it was raised in its conversation
    sa.Index("ix_contacts_customer_id_at", "customer_id", "at"),
    sa.Index("ix_contacts_kind_at", "kind", "at"),
)

tags = sa.Table(
    "tags",
    metadata,
    customer_id(primary_key=True),
    sa.Column("key", sa.Text, primary_key=True, index=True),
    sa.Column("value", sa.JSON, nullable=False),
    sa.Column("since", Moment, nullable=False),  # may lie ahead: a contract that will end soon
    sa.Column("until", Moment, index=True),
    sa.Column("confidence", sa.Float, nullable=False),  # of an intent: its strength at ``since``
    sa.Column("evidence", sa.JSON, nullable=False),  # event ids, newest last
)

tag_facts = sa.Table(  # what the fold remembers of a customer besides the tags
    "tag_facts",
    metadata,
    customer_id(primary_key=True),
    sa.Column("facts", sa.JSON, nullable=False),
)

tag_moves = sa.Table(  # every change of the tags that keep their history; a replay gives the same rows
    "tag_moves",
    metadata,
    customer_id(primary_key=True),
    sa.Column("key", sa.Text, primary_key=True, index=True),
    sa.Column("at", Moment, primary_key=True),
    sa.Column("value", sa.Text),  # none = no tag is kept from here on
)

tag_changes = sa.Table(  # definitions that staff changed; the newest of a key counts
    "tag_changes",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("definition", sa.JSON, nullable=False),
    sa.Column("staff_id", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.UniqueConstraint("key", "version"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("decision_id", sa.Text, primary_key=True),
    customer_id(),
    sa.Column("line", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("request", sa.JSON, nullable=False),
    sa.Column("versions", sa.JSON, nullable=False),
    sa.Column("body", sa.Text, nullable=False),  # the whole decision as canonical JSON
)
