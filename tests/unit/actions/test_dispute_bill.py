"""Doubted charges: 刘先生 finds a membership on his bill."""

from recsys.service.ticket import tickets_of
from tests.unit.actions.conftest import kinds, words


def test_the_charge_is_found_by_its_name_and_explained(talk):
    said = talk("c000006").say("dispute_bill", "那个会员费怎么回事", "dispute_bill", bill_item="会员费")
    assert said.question == "confirm_ticket" and "视频会员" in words(said) and "15.00元" in words(said)


def test_the_charge_is_found_by_its_amount(talk):
    said = talk("c000006").say("dispute_bill", "凭什么扣我15块", "dispute_bill", money=1500)
    assert said.question == "confirm_ticket" and "共15.00元" in words(said)


def test_a_ticket_is_opened_once_and_only_on_demand(talk, engine):
    liu = talk("c000006")
    liu.say("dispute_bill", "凭什么扣我15块", "dispute_bill", money=1500)
    said = liu.say("dispute_bill", "提交核查", "affirm")
    opened = [ticket for ticket in tickets_of(engine, "c000006") if ticket.kind == "dispute"]
    assert len(opened) == 1 and opened[0].number in words(said) and "15.00元" in opened[0].summary
    assert liu.slots["task"] is None


def test_without_a_charge_the_bill_is_opened_and_it_is_asked(talk):
    chen = talk("c000002")
    said = chen.say("dispute_bill", "我的账单不对", "dispute_bill")
    assert said.question == "charge" and kinds(said) == ["text", "card:service", "choices"]
    said = chen.say("dispute_bill", "有个短号网", "inform", bill_item="短号网")
    assert said.question == "confirm_ticket" and "没有找到" in words(said)


def test_nothing_is_sold(talk):
    chen = talk("c000002")
    said = chen.say("dispute_bill", "凭什么多扣我流量费", "dispute_bill", bill_item="流量费")
    assert "推荐" not in words(said) and "办理" not in words(said)
