"""Everybody many times over, each copy with all that the first one has."""

import sqlalchemy as sa

from recsys.campaign.condition import Clause, Condition, audience
from recsys.engine import Engine
from recsys.sql import schema as t
from recsys.tags.store import load_tags
from scripts.copies import MARK, multiply
from tests.fixtures.stores import NOW

CHEN = "c000002"
OVERSPENDING = Condition(clauses=(Clause(tag="data_overspend", op="has"),))


def test_a_copy_has_the_tags_the_log_and_the_bills_of_the_first(engine: Engine) -> None:
    before = {table: _count(engine, table) for table in (t.customers, t.events, t.bills, t.tag_moves)}
    multiply(engine, 3)
    assert {table: _count(engine, table) for table in before} == {table: 3 * n for table, n in before.items()}
    with engine.read() as connection:
        tags = load_tags(connection, [CHEN, f"{CHEN}{MARK}2"])
    assert tags[CHEN] == tags[f"{CHEN}{MARK}2"] != {}


def test_three_times_as_many_are_meant(engine: Engine) -> None:
    once = audience(engine, OVERSPENDING, NOW).customer_ids
    multiply(engine, 3)
    assert len(audience(engine, OVERSPENDING, NOW).customer_ids) == 3 * len(once) > 0


def _count(engine: Engine, table: sa.Table) -> int:
    with engine.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
