"""Buying and redeeming."""

from recsys.customers.load import customer
from recsys.orders.order import orders_of
from recsys.wealth.compliance import RISK_SENTENCE
from tests.fixtures.stores import NOW
from tests.unit.actions.conftest import hit, words


def held(engine, customer_id):
    return {h.product_id: h.amount for h in customer(engine, customer_id, NOW).holdings}


def test_a_suitable_product_is_bought_after_amount_and_yes(talk, engine):
    wang = talk("c000001")
    said = wang.say("order_wealth", "购买稳健一年", "buy_wealth", product_name="yx_wj_365")
    assert said.question == "amount"
    said = wang.say("order_wealth", "2万", "inform", money=2_000_000)
    assert said.question == "confirm_order" and "2万元" in words(said) and "不保证本金" in words(said)
    assert orders_of(engine, "c000001") == []
    said = wang.say("order_wealth", "确认", "affirm")
    assert held(engine, "c000001")["yx_wj_365"] == 2_000_000
    assert said.messages[-1]["note"].rstrip("。").endswith(RISK_SENTENCE)


def test_what_is_too_risky_is_refused_with_the_reason(talk, engine):
    said = talk("c000001").say(
        "order_wealth", "买云行成长先锋1万", "buy_wealth", product_name="yx_mix_growth", money=1_000_000
    )
    assert "超过了您测评得到的稳健型" in words(said) and said.question is None


def test_the_aged_are_sent_to_a_person_for_lively_products(talk, engine):
    import sqlalchemy as sa

    from recsys.sql import schema as t

    with engine.write() as connection:
        connection.execute(sa.update(t.assessments).values(level="C5"))
    said = talk("c000001").say("order_wealth", "买云行成长先锋", "buy_wealth", product_name="yx_mix_growth")
    assert "理财经理一对一" in words(said)


def test_without_an_assessment_that_comes_first_and_the_order_goes_on_after_it(talk):
    zhao = talk("c000008")
    said = zhao.say("order_wealth", "买3万天天宝", "buy_wealth", product_name="yx_tt_bao", money=3_000_000)
    assert said.question == "assessment"
    zhao.say("order_wealth", "好的", "affirm")
    for _ in range(10):
        said = zhao.say("assess_risk", "B", "inform")
    assert said.question == "confirm_order" and "天天宝3万元" in words(said)
    assert zhao.slots["task"] == "action_order_wealth"


def test_less_than_the_minimum_is_asked_again(talk):
    wang = talk("c000001")
    said = wang.say("order_wealth", "买100块稳健一年", "buy_wealth", product_name="yx_wj_365", money=10_000)
    assert "1000元起购" in words(said) and said.question == "amount"


def test_the_sum_may_be_corrected_instead_of_a_yes(talk):
    wang = talk("c000001")
    wang.say("order_wealth", "买2万稳健一年", "buy_wealth", product_name="yx_wj_365", money=2_000_000)
    said = wang.say("order_wealth", "1万就行了", "inform", money=1_000_000)
    assert said.question == "confirm_order" and wang.slots["pending"]["wishes"][0]["amount"] == 1_000_000


def test_wang_redeems_part_of_what_is_free_and_not_more_than_she_has(talk, engine):
    wang = talk("c000001")
    cash = next(id for id in held(engine, "c000001") if engine.catalogue.wealth[id].kind == "cash")
    said = wang.say("order_wealth", "赎回九万", "buy_wealth", product_name=cash, money=9_000_000)
    assert "一共持有2万元" in words(said) and said.question == "redeem_amount"
    wang.say("order_wealth", "5000", "inform")
    wang.say("order_wealth", "确认", "affirm")
    assert held(engine, "c000001")[cash] == 1_500_000


def test_all_of_it(talk, engine):
    wang = talk("c000001")
    cash = next(id for id in held(engine, "c000001") if engine.catalogue.wealth[id].kind == "cash")
    said = wang.say("order_wealth", "全部赎回", "buy_wealth", product_name=cash)
    assert said.question == "confirm_order" and "2万元" in words(said)


def test_which_one_is_asked_when_several_are_held(talk):
    said = talk("c000001").say("order_wealth", "赎回两千", "buy_wealth", money=200_000)
    assert said.question == "which_wealth" and len(said.messages[0]["options"]) == 2


def test_what_matures_later_cannot_be_redeemed_now(talk, engine):
    said = talk("c000008").say("order_wealth", "把定期取出来赎回", "buy_wealth")
    assert "2027年" in words(said) and said.question is None


def test_how_it_is_done_is_answered(talk_knowing):
    wang = talk_knowing("c000001", 定投=hit("基金定投每期10元起。", "buy_wealth"))
    said = wang.say("order_wealth", "怎么停定投", "buy_wealth")
    assert "10元起" in words(said)
    assert RISK_SENTENCE in said.messages[-1]["text"]


def test_redeeming_asks_how_much_to_take_out(talk, engine):
    wang = talk("c000001")
    cash = next(id for id in held(engine, "c000001") if engine.catalogue.wealth[id].kind == "cash")
    said = wang.say("order_wealth", "赎回天天宝", "buy_wealth", product_name=cash)
    assert said.question == "redeem_amount" and "要赎回多少" in words(said)
    assert wang.say("order_wealth", "全部", "inform").question == "confirm_order"


def test_buying_after_one_product_was_shown_means_that_one(talk):
    wang = talk("c000001")
    wang.say("show_wealth", "稳健半年怎么样", "ask_wealth_detail", product_name="yx_wj_180")
    said = wang.say("order_wealth", "买一万", "buy_wealth", money=1_000_000)
    assert said.question == "confirm_order" and "稳健半年1万元" in words(said)


def test_gold_is_no_answer_to_which_of_the_funds_shown(talk):
    li = talk("c000003")
    li.say("show_wealth", "云行成长先锋怎么样", "ask_wealth_detail", product_name="yx_mix_growth")
    said = li.say("order_wealth", "我想买点黄金", "buy_wealth")
    assert said.question == "amount" and li.slots["need"]["kinds"] == ["gold"]
