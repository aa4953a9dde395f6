"""What the operator says of a message to 小陈 (c000002): late, twice, contrary, of nothing that we sent."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from recsys.campaign.hangup import AFTER, plan_follow_up, send_due
from recsys.campaign.receipt import Receipt, Taken, take_in
from recsys.contacts.consent import record_consent
from recsys.contacts.contact import Contact
from recsys.contacts.timeline import contacts_of
from recsys.engine import Engine
from recsys.events.worker import settle
from recsys.sql import schema as t
from tests.fixtures.stores import NOW

CHEN, PACK = "c000002", "yt_pk_data_10"
GONE = NOW + AFTER


@pytest.fixture
def push(engine: Engine) -> str:
    """The id of a hang-up message that is planned."""
    record_consent(engine, CHEN, "sms", "marketing", True, proof={}, now=NOW)
    plan_follow_up(engine, CHEN, "call", [PACK], NOW)
    with engine.read() as connection:
        return str(connection.scalar(sa.select(t.pushes.c.id)))


def send(engine: Engine, failure: str | None = None) -> None:
    send_due(engine, lambda _customer, _replies: failure, GONE)


def told(engine: Engine, push: str, *, delivered: bool, why: str = "", hours: int = 1) -> Taken:
    taken = take_in(engine, Receipt(push, delivered, why), GONE + timedelta(hours=hours))
    settle(engine)
    return taken


def row(engine: Engine) -> Contact:
    settle(engine)
    [one] = [one for one in contacts_of(engine, CHEN, kind="营销接触") if one.ref]
    return one


def state(engine: Engine) -> tuple[str, str | None]:
    with engine.read() as connection:
        found = connection.execute(sa.select(t.pushes.c.state, t.pushes.c.reason)).one()
    return found.state, found.reason


def test_what_arrived_is_delivered_however_often_and_late_it_is_told(engine: Engine, push: str) -> None:
    send(engine)
    assert row(engine).result == "已发送"
    taken = [told(engine, push, delivered=True, hours=hours) for hours in (1, 1, 200)]
    assert taken == ["accepted", "duplicate", "duplicate"]
    assert (row(engine).result, state(engine)) == ("已送达", ("sent", None))


def test_what_did_not_arrive_has_failed_with_the_reason(engine: Engine, push: str) -> None:
    send(engine)
    before = row(engine).content
    assert told(engine, push, delivered=False, why="空号") == "accepted"
    assert told(engine, push, delivered=False, why="空号") == "duplicate"
    assert (row(engine).result, row(engine).content) == ("发送失败", f"{before}(空号)")
    assert state(engine) == ("failed", "undelivered")


@pytest.mark.parametrize("first", [True, False], ids=["delivered first", "failed first"])
def test_delivered_stays_delivered_whatever_else_is_told(engine: Engine, push: str, first: bool) -> None:
    send(engine)
    for delivered in (first, not first):
        assert told(engine, push, delivered=delivered) == "accepted"
    assert (row(engine).result, state(engine)) == ("已送达", ("sent", None))


def test_a_receipt_settles_a_message_of_which_nobody_knew(engine: Engine, push: str) -> None:
    send(engine, "interrupted")
    assert (row(engine).result, state(engine)) == ("发送失败", ("failed", "interrupted"))
    told(engine, push, delivered=True)
    assert (row(engine).result, state(engine)) == ("已送达", ("sent", None))


def test_of_what_was_never_sent_nothing_is_noted(engine: Engine, push: str) -> None:
    assert told(engine, push, delivered=True) == "unknown"
    assert told(engine, "p_nobody", delivered=False) == "unknown"
    assert row(engine).result == "待发送"
