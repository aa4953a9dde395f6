"""Changing the plan: nothing happens without a yes, and then once."""

from recsys.customers.load import coming_changes
from recsys.orders.order import orders_of
from tests.fixtures.stores import NOW
from tests.unit.actions.conftest import words


def test_chen_confirms_and_the_order_counts_from_next_month(talk, engine):
    chen = talk("c000002")
    said = chen.say("change_plan", "帮我换成79的", "change_plan", plan_name="yt_cx_79")
    assert said.question == "confirm_order"
    assert "畅享79元套餐" in words(said) and "79元/月" in words(said) and "2026年12月1日起生效" in words(said)
    assert orders_of(engine, "c000002") == []
    said = chen.say("change_plan", "确认", "affirm")
    order = orders_of(engine, "c000002")[0]
    assert order.product_id == "yt_cx_79" and said.messages[0]["facts"][0]["value"].startswith("DD2611")
    assert chen.slots["task"] is None and chen.slots["pending"] is None


def test_a_second_yes_to_the_same_question_orders_nothing_more(talk, engine):
    chen = talk("c000002")
    chen.say("change_plan", "换成79的", "change_plan", plan_name="yt_cx_79")
    waiting = dict(chen.slots)
    chen.say("change_plan", "确认", "affirm")
    chen.slots = waiting
    chen.say("change_plan", "确认", "affirm")
    assert len(orders_of(engine, "c000002")) == 1


def test_no_leaves_everything_as_it_was(talk, engine):
    chen = talk("c000002")
    chen.say("change_plan", "换成79的", "change_plan", plan_name="yt_cx_79")
    said = chen.say("change_plan", "不办了", "deny")
    assert "没有为您办理" in words(said) and orders_of(engine, "c000002") == []
    assert coming_changes(engine, "c000002", NOW) == []


def test_another_plan_may_be_named_instead_of_a_yes(talk):
    chen = talk("c000002")
    chen.say("change_plan", "换成79的", "change_plan", plan_name="yt_cx_79")
    chen.say("change_plan", "还是59的吧", "change_plan", plan_name="yt_cx_59")
    assert chen.slots["pending"]["wishes"][0]["product_id"] == "yt_cx_59"


def test_from_one_to_another_means_the_other(talk):
    chen = talk("c000002")
    chen.say("change_plan", "从79换成59", "change_plan", plan_name=["yt_cx_79", "yt_cx_59"])
    assert chen.slots["pending"]["wishes"][0]["product_id"] == "yt_cx_59"


def test_without_a_plan_it_is_asked_and_a_price_will_do(talk):
    chen = talk("c000002")
    assert chen.say("change_plan", "我要换套餐", "change_plan").question == "which_plan"
    assert chen.say("change_plan", "79", "inform").question == "confirm_order"


def test_a_plan_for_the_aged_is_refused_in_words(talk):
    said = talk("c000002").say("change_plan", "换成银龄19", "change_plan", plan_name="yt_yl_19")
    assert "不符合" in words(said) and said.question is None


def test_the_plan_one_has_is_not_ordered_again(talk):
    chen = talk("c000002")
    said = chen.say("change_plan", "办云花卡29", "change_plan", plan_name="yt_hk_29")
    assert "已经在用" in words(said)


def test_leaving_altogether_is_for_a_person(talk):
    said = talk("c000002").say("change_plan", "我要销号", "change_plan")
    assert {"label": "转人工", "text": "转人工"} in said.messages[0]["options"] and said.question is None


def test_a_plan_found_for_a_child_is_not_put_on_the_own_number(talk):
    wang = talk("c000001")
    wang.say("recommend_plan", "给孙子办个套餐", "ask_plan_recommend", person="child")
    shown = wang.say("recommend_plan", "不清楚", "inform").messages[1]
    said = wang.say("change_plan", f"办理{shown['title']}", "change_plan")
    assert "对方本人的号码" in words(said) and said.question is None


def test_taking_a_suggestion_is_remembered_as_accepted(talk, engine):
    wang = talk("c000001")
    wang.say("recommend_plan", "话费太贵了", "ask_plan_recommend")
    decision = wang.slots["pending"]["decision"]
    wang.say("recommend_plan", "第一个", "inform")
    wang.say("change_plan", "好的", "affirm")
    assert orders_of(engine, "c000001")
    assert engine.redis.exists(f"huake:event:e_accepted_{decision}") or _queued(engine, decision)


def _queued(engine, decision):
    """Behind the order's own event in the outbox, so that their order is kept."""
    with engine.read() as connection:
        rows = connection.exec_driver_sql("select id from outbox").scalars()
        return f"e_accepted_{decision}" in list(rows)


def test_a_bigger_one_without_a_name_is_suggested(talk):
    chen = talk("c000002")
    assert chen.say("change_plan", "我想换个大一点的套餐", "change_plan").question == "offer"
    assert chen.slots["task"] == "action_recommend_plan"


def test_proof_that_a_plan_needs_is_said_before_the_yes(talk):
    said = talk("c000001").say("change_plan", "换成银龄19", "change_plan", plan_name="yt_yl_19")
    assert said.question == "confirm_order" and "核验证件" in words(said)
