"""What an offer is decided from is read at one moment, with few questions to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from recsys.contacts.consent import record_consent
from recsys.engine import Engine
from recsys.ranking.advice import OfferNeed, offer_case
from recsys.ranking.offer_case import OfferCase
from recsys.sql import schema as t
from tests.fixtures.stores import NOW

CHEN, GONE = "c000002", "c999998"


def case_of(engine: Engine, who: str, *, present: bool = True) -> OfferCase:
    return offer_case(engine, who, need=OfferNeed(present=present), channel="app", now=NOW, k=3)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Everything that is sent to the database meanwhile."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    sa.event.listen(engine.sql, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(engine.sql, "before_cursor_execute", note)


def test_an_offer_is_decided_from_one_transaction_and_a_statement_a_table(engine: Engine) -> None:
    for present, most in ((True, 12), (False, 15)):
        with statements(engine) as said:
            case_of(engine, CHEN, present=present)
        begun = [one for one in said if one.startswith("BEGIN")]
        asked = [one for one in said if one.startswith("SELECT")]
        assert len(begun) == 1
        assert len(said) == len(asked) + 1 <= most + 1
        assert len(set(asked)) == len(asked)


def test_an_id_that_was_merged_away_is_offered_what_the_record_that_goes_on_is(engine: Engine) -> None:
    record_consent(engine, CHEN, "*", "personalisation", False, proof={"channel": "app"}, now=NOW)
    merge = {"id": "m_1", "customer_id": CHEN, "gone": GONE, "at": NOW, "staff_id": "s_1", "reason": "同一人"}
    with engine.write() as connection:
        connection.execute(t.merges.insert().values(**merge, evidence=[], moved={}, untold=[]))
    asked, kept = case_of(engine, GONE), case_of(engine, CHEN)
    assert asked.customer == kept.customer
    assert not asked.personal
    assert (asked.past, asked.chances, asked.contact) == (kept.past, kept.chances, kept.contact)
