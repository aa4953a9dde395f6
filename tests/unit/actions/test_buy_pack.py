"""Packs."""

from recsys.customers.load import customer
from recsys.orders.order import orders_of
from tests.fixtures.stores import NOW
from tests.unit.actions.conftest import kinds, words


def test_a_price_gives_packs_near_it(talk):
    said = talk("c000002").say("buy_pack", "来个10块钱的流量包", "buy_data_pack", money=1000)
    assert kinds(said)[1] == "card:pack" and said.messages[1]["price"].startswith("10元")


def test_a_named_pack_is_confirmed_and_begins_at_once(talk, engine):
    chen = talk("c000002")
    said = chen.say("buy_pack", "办理30元流量月包", "buy_data_pack", product_name="yt_pk_data_30")
    assert said.question == "confirm_order" and "30元/月" in words(said) and "连续包月" in words(said)
    chen.say("buy_pack", "好", "affirm")
    assert orders_of(engine, "c000002")[0].effective_on == NOW.date()
    assert "yt_pk_data_30" in customer(engine, "c000002", NOW).subscriptions


def test_a_pack_that_is_held_can_be_ended(talk, engine):
    chen = talk("c000002")
    chen.say("buy_pack", "办理30元流量月包", "buy_data_pack", product_name="yt_pk_data_30")
    chen.say("buy_pack", "好", "affirm")
    said = chen.say("buy_pack", "把30元流量月包退了", "buy_data_pack", product_name="yt_pk_data_30")
    assert "退订" in words(said)
    chen.say("buy_pack", "确认", "affirm")
    assert orders_of(engine, "c000002")[0].action == "cancel"


def test_the_first_of_those_shown_can_be_taken(talk):
    chen = talk("c000002")
    shown = chen.say("buy_pack", "买个流量包", "buy_data_pack").focus
    chen.say("buy_pack", "第一个", "inform")
    assert chen.slots["pending"]["wishes"][0]["product_id"] == shown[0]


def test_no_interest_is_accepted(talk):
    chen = talk("c000002")
    chen.say("buy_pack", "买个流量包", "buy_data_pack")
    assert kinds(chen.say("buy_pack", "不感兴趣", "deny")) == ["text"]


def test_another_plan_asked_for_while_packs_lie_on_the_table_is_ordered(talk):
    chen = talk("c000002")
    chen.say("buy_pack", "流量不够", "buy_data_pack")
    said = chen.say("buy_pack", "换成畅享99元套餐", "change_plan", plan_name="yt_cx_99")
    assert said.question == "confirm_order" and said.task == "action_change_plan"


def test_a_question_with_a_no_in_it_declines_nothing(talk):
    chen = talk("c000002")
    chen.say("buy_pack", "流量不够", "buy_data_pack")
    assert chen.say("buy_pack", "有啥坑没", "deny").question == "offer"
