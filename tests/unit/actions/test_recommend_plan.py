"""Suggesting plans: 小陈 runs out of data, 王阿姨 pays for what she does not use."""

from datetime import timedelta

import pytest

from recsys.offer.decision_log import decisions_of
from recsys.offer.refusal import declined_of
from tests.fixtures.stores import NOW
from tests.unit.actions.conftest import kinds, words


def test_chen_sees_plans_with_a_saving_that_names_its_range(talk):
    said = talk("c000002").say("recommend_plan", "我流量老不够用有没有合适的套餐", "ask_plan_recommend")
    assert kinds(said) == ["text", *["card:plan"] * 3] and said.question == "offer"
    best = said.messages[1]
    assert "近6个月有4个月超出流量,平均每月多付38.50元" in best["reasons"]
    assert best["saving"]["mean_fen"] > 0 and best["saving"]["months"] == 6
    assert "会比现在多花" in best["saving"]["text"]
    assert len(best["explain"]) == 6
    for month in best["explain"]:
        assert sum(line["amount"] for line in month["lines"]) == month["total"]


def test_facts_show_the_customers_own_use_against_the_allowance(talk):
    said = talk("c000002").say("recommend_plan", "流量不够用", "ask_plan_recommend")
    data = said.messages[1]["facts"][0]
    assert data["label"] == "全国流量" and 0.5 < data["share"] < 1.1


def test_buttons_say_what_a_customer_could_type(talk):
    said = talk("c000001").say("recommend_plan", "话费太贵了", "ask_plan_recommend")
    card = said.messages[1]
    assert {"label": "办理", "text": f"办理{card['title']}"} in card["actions"]
    assert [action["label"] for action in card["actions"]] == ["办理", "对比", "不感兴趣"]


def test_nothing_is_invented_when_nothing_saves(talk):
    li = talk("c000003")
    said = li.say("recommend_plan", "有没有便宜点的套餐", "ask_plan_recommend")
    if said.question == "offer":  # each card must then really save
        assert all(card["saving"]["mean_fen"] > 0 for card in said.messages[1:])
    else:
        assert "最划算" in words(said)


def test_for_a_child_the_need_is_asked_and_a_shrug_is_enough(talk):
    wang = talk("c000001")
    said = wang.say("recommend_plan", "给我孙子推荐一个", "ask_plan_recommend", person="child")
    assert said.question == "data_need"
    said = wang.say("recommend_plan", "不清楚", "inform")
    assert said.question == "offer" and "每月2GB流量、50分钟通话估算" in words(said)
    assert "share" not in said.messages[1]["facts"][0]


def test_a_bare_number_answers_in_the_unit_of_the_question(talk):
    wang = talk("c000001")
    wang.say("recommend_plan", "给我孙子推荐一个", "ask_plan_recommend", person="child")
    said = wang.say("recommend_plan", "30", "inform")
    assert "够您说的30GB" in words(said)


@pytest.mark.parametrize("said", ["不要超过三十", "三十块以内", "30以内", "最多三十吧"])
def test_a_spoken_number_without_a_unit_is_a_budget_when_we_asked_for_one(talk, said):
    wang = talk("c000001")
    wang.say("recommend_plan", "给我爸办个最便宜的", "ask_plan_recommend", person="parent")
    assert wang.slots["question"] == "budget"
    assert wang.say("recommend_plan", said, "inform").question == "offer"


def test_a_value_can_be_corrected_after_the_cards(talk):
    chen = talk("c000002")
    chen.say("recommend_plan", "每月30个G的套餐", "ask_plan_recommend", data_volume=30 * 1024)
    said = chen.say("recommend_plan", "改成60个G吧", "ask_plan_recommend", data_volume=60 * 1024)
    assert "够您说的60GB" in words(said)


def test_no_is_thanked_for_remembered_once_and_not_argued_with(talk, engine):
    wang = talk("c000001")
    wang.say("recommend_plan", "话费太贵了", "ask_plan_recommend")
    said = wang.say("recommend_plan", "不感兴趣", "deny")
    assert kinds(said) == ["text"] and said.question is None
    assert wang.slots["task"] is None and wang.slots["focus"]  # whoever thinks again may point at them
    shown = {item.product_id for item in decisions_of(engine, "c000001")[0].items}
    again = wang.say("recommend_plan", "话费太贵了", "ask_plan_recommend")
    assert not shown & set(wang.slots["focus"] or ()) or kinds(again) == ["choices"]
    with engine.read() as connection:
        assert shown and set(declined_of(connection, "c000001", NOW + timedelta(hours=1))) == shown


def test_too_dear_is_a_wish_and_not_a_refusal(talk):
    chen = talk("c000002")
    chen.say("recommend_plan", "流量不够用", "ask_plan_recommend")
    said = chen.say("recommend_plan", "不要太贵的,60以内", "ask_plan_recommend", money={"max": 6000})
    assert said.question == "offer" and kinds(said)[1] == "card:plan"


def test_the_second_one_begins_its_order(talk):
    wang = talk("c000001")
    second = wang.say("recommend_plan", "话费太贵了", "ask_plan_recommend").focus[1]
    said = wang.say("recommend_plan", "第二个", "inform")
    assert said.question == "confirm_order" and wang.slots["task"] == "action_change_plan"
    assert wang.slots["pending"]["wishes"][0]["product_id"] == second


def test_yes_to_several_asks_which(talk):
    wang = talk("c000001")
    shown = wang.say("recommend_plan", "话费太贵了", "ask_plan_recommend").focus
    said = wang.say("recommend_plan", "好的", "affirm")
    assert said.question == "which_plan" and len(said.messages[0]["options"]) == len(shown)


def test_fifty_at_most_is_money_even_without_a_unit(talk):
    chen = talk("c000002")
    chen.say("recommend_plan", "便宜的套餐,50以内", "ask_plan_recommend")
    assert chen.slots["need"]["budget"] == {"max": 5000}


def test_hardly_any_data_is_an_answer(talk):
    wang = talk("c000001")
    wang.say("recommend_plan", "给我爸办个套餐", "ask_plan_recommend", person="parent")
    said = wang.say("recommend_plan", "主要打电话,流量不怎么用", "inform")
    assert said.question == "offer"


def test_whether_one_named_plan_is_good_is_answered_with_that_plan(talk):
    zhang = talk("c000005")
    said = zhang.say("recommend_plan", "你们推荐的79套餐靠谱吗", "ask_plan_recommend", plan_name="yt_cx_79")
    assert kinds(said) == ["card:plan"] and "每月平均要付" in words(said)


def test_who_declined_what_saves_is_not_told_that_today_is_best(talk):
    chen = talk("c000002")
    for _ in range(12):
        said = chen.say("recommend_plan", "有没有更合适的套餐", "ask_plan_recommend")
        if said.question != "offer":
            break
        chen.say("recommend_plan", "不感兴趣", "deny")
    assert "除了您说不要的" in words(said) and "最划算" not in words(said)
