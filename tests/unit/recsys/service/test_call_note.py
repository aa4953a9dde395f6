"""An agent notes calls of 王阿姨 (c000001) and 刘先生 (c000006), who has one open complaint."""

from dataclasses import replace
from datetime import timedelta

import pytest

from recsys.contacts.consent import record_consent
from recsys.contacts.contact import KINDS, Contact
from recsys.contacts.contact_policy import may_contact
from recsys.contacts.timeline import contacts_of
from recsys.engine import Engine
from recsys.events.worker import settle
from recsys.offer.codes import code_title
from recsys.service.call_note import CallNote, Noted, table, take_down
from recsys.service.ticket import PREFIX, RAISED, tickets_of
from tests.fixtures.stores import NOW

WANG, LIU, PACK = "c000001", "c000006", "yt_pk_data_10"
NOTE = CallNote("call-1", "咨询", "hotline", "宽带", "已答复", "问宽带能不能提速")
TROUBLE = replace(NOTE, kind="投诉", business_type="费用争议", result="已受理", content="说多扣了20元")


def write(engine: Engine, customer_id: str, note: CallNote, minutes: int = 0) -> Noted:
    """By 坐席小方."""
    now = NOW + timedelta(minutes=minutes)
    done = take_down(engine, customer_id, note, agent="s_agent", department="客服中心", now=now)
    settle(engine)
    return done


def rows(engine: Engine, customer_id: str) -> list[Contact]:
    """What the timeline has since the first call."""
    return [one for one in contacts_of(engine, customer_id) if one.at >= NOW]


@pytest.mark.parametrize("note", [NOTE, TROUBLE], ids=["question", "complaint"])
def test_a_note_is_one_row_by_the_agent_however_often_it_is_saved(engine: Engine, note: CallNote) -> None:
    first, again = write(engine, WANG, note), write(engine, WANG, note, minutes=1)
    assert (first.new, again.new) == (True, False) and first.event_id == again.event_id
    [row] = rows(engine, WANG)
    assert (row.kind, row.business_type, row.result) == (note.kind, note.business_type, note.result)
    assert (row.handled_by, row.department, row.content) == ("s_agent", "客服中心", note.content)


def test_a_complaint_that_is_not_settled_is_a_ticket_and_nothing_is_sold_meanwhile(engine: Engine) -> None:
    record_consent(engine, WANG, "app", "marketing", True, proof={}, now=NOW)
    done = write(engine, WANG, TROUBLE)
    [ticket] = tickets_of(engine, WANG, open_only=True)
    assert (ticket.number, ticket.kind, ticket.summary) == (done.ticket, "dispute", "说多扣了20元")
    assert may_contact(engine, WANG, "app", "marketing", None, NOW) == "open_dispute"


def test_the_next_call_about_it_is_added_and_the_one_that_settles_it_ends_it(engine: Engine) -> None:
    [before] = tickets_of(engine, LIU, open_only=True)
    more = replace(TROUBLE, id="call-2", business_type="服务", content="又来催了")
    assert write(engine, LIU, more).ticket == before.number
    [same] = tickets_of(engine, LIU, open_only=True)
    assert same.summary.endswith("又来催了")
    over = replace(more, id="call-3", result="已办结", content="退了20元,客户同意")
    assert write(engine, LIU, over, minutes=5).ticket == before.number
    assert tickets_of(engine, LIU, open_only=True) == []
    results = {one.ref: one.result for one in contacts_of(engine, LIU, kind="投诉")}
    assert results[f"ticket:{before.number}"] == "已办结"


def test_what_was_refused_rests_and_what_was_thought_over_gets_a_message_once(engine: Engine) -> None:
    record_consent(engine, WANG, "sms", "marketing", True, proof={}, now=NOW)
    thought = replace(NOTE, kind="营销接触", result="考虑", offered=(PACK,))
    assert write(engine, WANG, thought).sms.product_id == PACK
    assert write(engine, WANG, thought).sms.product_id is None
    refused = replace(thought, id="call-2", result="拒绝", offered=(), refused=(PACK,))
    write(engine, WANG, refused)
    again = write(engine, WANG, replace(thought, id="call-3"))
    assert code_title(again.sms.refused[PACK]) == "客户不要,过一阵再提"


def test_the_table_of_choices_speaks_the_language_of_the_timeline() -> None:
    assert set(table()["results"]) == set(KINDS)
    assert {table()["opens"], table()["settles"]} <= set(table()["results"]["投诉"])
    assert {table()["refused"], table()["thought_over"]} <= set(table()["results"]["营销接触"])
    assert set(table()["tickets"]) <= set(table()["business"])
    assert set(table()["tickets"].values()) <= RAISED.keys() & PREFIX.keys()
