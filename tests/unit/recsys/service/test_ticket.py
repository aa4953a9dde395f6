"""Tickets of 刘先生 (c000006) and 王阿姨 (c000001)."""

from datetime import timedelta

import pytest

from recsys.contacts.timeline import contacts_of
from recsys.engine import Engine
from recsys.events.worker import settle
from recsys.service.ticket import UnknownTicket, open_ticket, resolve_ticket, tickets_of
from tests.fixtures.stores import NOW


def test_a_ticket_has_a_number_that_says_kind_and_day(engine: Engine) -> None:
    ticket = open_ticket(engine, "c000001", "dispute", "多扣了20元", key="k1", channel="wechat", now=NOW)
    assert ticket.number.startswith("ZY261118")
    assert (ticket.state, ticket.due_at) == ("open", NOW + timedelta(hours=48))


def test_the_same_key_again_opens_nothing(engine: Engine) -> None:
    first = open_ticket(engine, "c000001", "dispute", "多扣了20元", key="k1", channel="wechat", now=NOW)
    again = open_ticket(engine, "c000001", "dispute", "多扣了20元", key="k1", channel="wechat", now=NOW)
    assert again == first
    assert len(tickets_of(engine, "c000001")) == 1


def test_a_complaint_shows_in_the_timeline_and_can_be_followed(engine: Engine) -> None:
    before = len(contacts_of(engine, "c000001", kind="投诉"))
    ticket = open_ticket(engine, "c000001", "complaint", "排队太久", key="k2", channel="hall", now=NOW)
    settle(engine)
    timeline = contacts_of(engine, "c000001", kind="投诉")
    assert len(timeline) == before + 1
    assert (timeline[0].content, timeline[0].department) == ("排队太久", "营业厅")
    done = resolve_ticket(
        engine, ticket.number, "已致歉", now=NOW + timedelta(hours=3), handled_by="坐席小方"
    )
    assert (done.state, done.result) == ("resolved", "已致歉")
    assert tickets_of(engine, "c000001", open_only=True) == []


def test_a_settled_ticket_stays_as_it_is(engine: Engine) -> None:
    ticket = open_ticket(engine, "c000001", "fault", "没信号", key="k3", channel="app", now=NOW)
    resolve_ticket(engine, ticket.number, "已修复", now=NOW)
    assert resolve_ticket(engine, ticket.number, "别的", now=NOW).result == "已修复"


def test_liu_has_one_open_complaint(engine: Engine) -> None:
    assert [ticket.kind for ticket in tickets_of(engine, "c000006", open_only=True)] == ["complaint"]


def test_an_unknown_number_is_said_to_be_unknown(engine: Engine) -> None:
    with pytest.raises(UnknownTicket):
        resolve_ticket(engine, "TS00000000000", "?", now=NOW)
