"""Customers and what they have: identities, usage, bills, contracts, holdings, risk levels, consents."""

import sqlalchemy as sa

from recsys.sql.tables.base import Moment, customer_id, metadata

customers = sa.Table(
    "customers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("phone", sa.Text, nullable=False, index=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("born", sa.Date),
    sa.Column("contract_until", sa.Date),
    sa.Column("guest", sa.Boolean, nullable=False, default=False),
    sa.Column("joined", sa.Date),
    sa.Column("profile", sa.JSON, nullable=False, default=dict),  # gender, job, household, terminal …
    sa.Column("story", sa.Text, nullable=False, default=""),
    sa.Column("created_at", Moment, nullable=False),
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),  # app, wechat, phone
    sa.Column("value", sa.Text, primary_key=True),
    customer_id(),
)

usage_months = sa.Table(
    "usage_months",
    metadata,
    customer_id(primary_key=True),
    sa.Column("month", sa.Text, primary_key=True),  # YYYY-MM
    *(
        sa.Column(name, sa.Integer, nullable=False, default=0)
        for name in ("data_mb", "directed_mb", "voice_min", "sms", "mms", "wlan_min")
    ),
)

bills = sa.Table(
    "bills",
    metadata,
    customer_id(primary_key=True),
    sa.Column("month", sa.Text, primary_key=True),
    sa.Column("plan_id", sa.Text, nullable=False),
    sa.Column("packs", sa.JSON, nullable=False, default=list),
    sa.Column("lines", sa.JSON, nullable=False),  # [{rule, quantity, unit_price, amount}]
    sa.Column("total", sa.Integer, nullable=False),  # fen
)

subscriptions = sa.Table(  # the main plan too: its line is "mobile"
    "subscriptions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    customer_id(),
    sa.Column("product_id", sa.Text, nullable=False, index=True),
    sa.Column("line", sa.Text, nullable=False),  # mobile, pack, broadband, service
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),  # the first day on which it is gone
    sa.Column("order_id", sa.Text),
)

holdings = sa.Table(
    "holdings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    customer_id(),
    sa.Column("product_id", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),  # fen; 0 = redeemed
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("matures", sa.Date),
    sa.Column("order_id", sa.Text),
)

assessments = sa.Table(
    "assessments",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    customer_id(),
    sa.Column("level", sa.Text, nullable=False),  # C1–C5
    sa.Column("score", sa.Integer, nullable=False),
    sa.Column("answers", sa.JSON, nullable=False, default=list),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

consents = sa.Table(  # append-only; the latest row of a channel and purpose counts
    "consents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    customer_id(),
    sa.Column("channel", sa.Text, nullable=False),  # "*" = all channels
    sa.Column("purpose", sa.Text, nullable=False),  # marketing, personalisation, sensitive, care
    sa.Column("given", sa.Boolean, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("proof", sa.JSON, nullable=False),  # what was said or shown, where, by whom
)

erasures = sa.Table(  # what was removed for a deletion request; names nobody
    "erasures",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("customer_hash", sa.Text, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("removed", sa.JSON, nullable=False),  # place → number of records
)
