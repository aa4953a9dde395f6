"""People of the demo whom several sources know: one is merged, one left to a person, one stays as he is."""

from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
import yaml

from recsys.customers.duplicates import duplicates, find
from recsys.customers.merging.merge import merge
from recsys.engine import Engine
from recsys.events.intake import drain_outbox
from recsys.exchange.load import load
from recsys.exchange.rows import CustomerRow
from recsys.sql import schema as t

BEFORE = timedelta(days=30)  # they became known to the other source


def add_doubles(engine: Engine, now: datetime) -> None:
    """Load them, look for duplicates, and merge what the rules call the same."""
    rows = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    with engine.read() as connection:
        phones = set(connection.scalars(sa.select(t.customers.c.phone)))
    wanted = [CustomerRow(**row) for row in rows if row["source"] != "app" or row["phone"] in phones]
    load(engine, wanted, now - BEFORE)
    drain_outbox(engine)
    find(engine, now)
    for pair in duplicates(engine):
        if pair.verdict == "same":
            names = pair.customer_id, pair.other_id
            merge(engine, *names, by="rules", staff_id="system", reason="来源合并", now=now)
    find(engine, now)
    drain_outbox(engine)
