"""All tables, one MetaData."""

from recsys.sql.tables.base import metadata
from recsys.sql.tables.happenings import (
    contacts,
    dead_letters,
    decisions,
    events,
    outbox,
    tag_changes,
    tag_facts,
    tags,
)
from recsys.sql.tables.people import (
    assessments,
    bills,
    consents,
    customers,
    erasures,
    holdings,
    identities,
    subscriptions,
    usage_months,
)
from recsys.sql.tables.work import (
    audit,
    campaigns,
    contact_slots,
    orders,
    pushes,
    segments,
    staff,
    tickets,
)

__all__ = [
    "assessments",
    "audit",
    "bills",
    "campaigns",
    "consents",
    "contact_slots",
    "contacts",
    "customers",
    "dead_letters",
    "decisions",
    "erasures",
    "events",
    "holdings",
    "identities",
    "metadata",
    "orders",
    "outbox",
    "pushes",
    "segments",
    "staff",
    "subscriptions",
    "tag_changes",
    "tag_facts",
    "tags",
    "tickets",
    "usage_months",
]
