"""Progress."""

from recsys.service.ticket import resolve_ticket, tickets_of
from tests.fixtures.stores import NOW
from tests.unit.actions.conftest import kinds, words


def test_liu_sees_his_complaint_and_his_orders(talk, engine):
    liu = talk("c000006")
    liu.say("buy_pack", "办理30元流量月包", "buy_data_pack", product_name="yt_pk_data_30")
    liu.say("buy_pack", "好", "affirm")
    said = liu.say("show_progress", "我的投诉处理得怎么样了", "ask_progress")
    assert kinds(said) == ["card:ticket", "table", "choices"]
    assert tickets_of(engine, "c000006")[0].number in words(said) and "办理30元流量月包" in words(said)


def test_a_ticket_past_its_time_is_admitted(talk):
    liu = talk("c000006")
    liu.turns = 3 * 24 * 3600  # seconds: later than any promise
    assert "超过了承诺的时间" in words(liu.say("show_progress", "进度", "ask_progress"))


def test_what_is_settled_shows_its_result(talk, engine):
    resolve_ticket(engine, tickets_of(engine, "c000006")[0].number, "已退费30元", now=NOW)
    said = talk("c000006").say("show_progress", "进度", "ask_progress")
    assert kinds(said) == ["table", "choices"] and "已退费30元" in words(said)


def test_nothing_to_report(talk):
    assert "没有查到" in words(talk("c000002").say("show_progress", "进度", "ask_progress"))
