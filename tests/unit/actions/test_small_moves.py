"""Small moves: yes and no without a question, cancel, hints, scope, misunderstandings, digressions."""

import pytest

from tests.unit.actions.conftest import hit, kinds, words


def test_a_yes_to_nothing_is_asked_what_for_and_a_no_is_taken(talk):
    assert kinds(talk("c000002").say("pick_up", "好的", "affirm")) == ["choices"]
    assert kinds(talk("c000002").say("pick_up", "不要", "deny")) == ["text"]


def test_cancel_closes_whatever_is_open(talk):
    chen = talk("c000002")
    chen.say("change_plan", "换成79的", "change_plan", plan_name="yt_cx_79")
    said = chen.say("cancel_task", "算了不办了", "cancel")
    assert "什么都没有改变" in words(said)
    assert chen.slots["task"] is None and chen.slots["question"] is None and chen.slots["pending"] is None


def test_a_value_nobody_asked_for_becomes_choices(talk):
    chen = talk("c000002")
    assert "推荐每月30GB流量的套餐" in words(
        chen.say("take_hint", "三十个G", "inform", data_volume=30 * 1024)
    )
    assert "推荐8万元的理财" in words(chen.say("take_hint", "八万", "inform", money=8_000_000))
    assert "推荐50元以内的套餐" in words(chen.say("take_hint", "五十块", "inform", money=5_000))
    assert "办理畅享79元套餐" in words(chen.say("take_hint", "79那个", "inform", plan_name="yt_cx_79"))


def test_out_of_scope_says_what_we_do(talk):
    said = talk("c000002").say("decline_scope", "今天天气怎么样", "out_of_scope")
    assert "帮不上忙" in words(said) and any(o["text"] == "转人工" for o in said.messages[0]["options"])


def test_the_first_misunderstanding_asks_kindly_the_second_offers_a_person(talk):
    chen = talk("c000002")
    first = chen.say("clarify", "阿巴阿巴", "nlu_fallback")
    assert len(first.messages[0]["options"]) == 3 and "没太听明白" in words(first)
    second = chen.say("clarify", "阿巴阿巴", "nlu_fallback")
    assert second.messages[0]["options"][0]["text"] == "转人工"


@pytest.mark.parametrize(
    ("action", "text"), [("choose_wish", "套餐话费"), ("answer_question", "火星漫游"), ("take_hint", "那啥")]
)
def test_whatever_we_can_make_nothing_of_counts_until_something_is_understood(talk, action, text):
    chen = talk("c000002")
    chen.say(action, text, "inform")
    chen.say("clarify", "阿巴阿巴", "nlu_fallback")
    assert chen.slots["misunderstood"] == 2
    chen.say("show_bill", "查话费", "ask_bill")
    assert chen.slots["misunderstood"] is None


def test_the_same_question_put_again_counts_but_not_its_return_after_a_digression(talk):
    chen = talk("c000002")
    chen.say("quote_roaming", "出国用流量", "ask_roaming")
    chen.say("quote_roaming", "就那边", "ask_roaming")
    assert chen.slots["misunderstood"] == 1
    chen.say("show_bill", "查话费", "ask_bill")
    chen.say("resume_question", "查话费", "ask_bill")
    assert chen.slots["misunderstood"] is None


def test_a_sure_answer_needs_no_clarification(talk_knowing):
    said = talk_knowing("c000002", 熊猫=hit("熊猫卡已停售。", "ask_plan_detail")).say(
        "clarify", "熊猫卡", None
    )
    assert words(said).startswith("熊猫卡已停售")


def test_the_open_question_is_put_again_after_a_digression(talk):
    wang = talk("c000001")
    wang.say("recommend_plan", "给我孙子推荐一个", "ask_plan_recommend", person="child")
    wang.say("show_bill", "这个月话费多少", "ask_bill")
    said = wang.say("resume_question", "这个月话费多少", "ask_bill")
    assert "接着来" in words(said) and "每个月大概要用多少流量" in words(said)
    assert wang.slots["task"] == "action_recommend_plan" and wang.slots["question"] == "data_need"


def test_an_order_that_waits_is_put_again_in_full(talk):
    chen = talk("c000002")
    chen.say("change_plan", "换成79的", "change_plan", plan_name="yt_cx_79")
    chen.say("show_usage", "还剩多少", "ask_usage")
    assert "为您换成畅享79元套餐" in words(chen.say("resume_question", "还剩多少", "ask_usage"))


def test_suggestions_are_not_pressed_a_second_time(talk):
    chen = talk("c000002")
    chen.say("recommend_plan", "流量不够用", "ask_plan_recommend")
    assert chen.say("resume_question", "还剩多少", "ask_usage").messages == []


def test_feedback_is_thanked_for_and_kept(talk, engine):
    said = talk("c000002").say("take_feedback", "建议夜间模式", "give_feedback")
    assert "谢谢" in words(said) and engine.redis.exists("huake:event:e_feedback_t_c000002_1")


def test_an_answer_names_its_source_and_none_is_invented(talk_knowing):
    chen = talk_knowing("c000002", 补卡=hit("工本费10元。", "sim_service"))
    sure = chen.say("answer_question", "补卡多少钱", "sim_service")
    assert sure.messages[0]["source"]["title"] == "云通知识库 2026-10"
    unsure = chen.say("answer_question", "副卡", "sim_service")
    assert "没有十足的把握" in words(unsure)
    assert [o["text"] for o in unsure.messages[0]["options"]] == [
        "工本费10元。怎么办"[:6] + "怎么办",
        "转人工",
    ]


def test_asking_about_one_of_those_shown_shows_it_and_orders_nothing(talk):
    chen = talk("c000002")
    second = chen.say("recommend_plan", "流量不够用", "ask_plan_recommend").focus[1]
    said = chen.say("recommend_plan", "第二个怎么样", "inform")
    assert kinds(said) == ["card:plan"] and said.messages[0]["id"] == second and said.question == "offer"
    assert chen.slots["pending"]["decision"]


def test_words_that_fit_no_suggestion_do_not_bring_the_same_cards_again(talk):
    chen = talk("c000002")
    chen.say("recommend_plan", "流量不够用", "ask_plan_recommend")
    said = chen.say("recommend_plan", "棠下小区", "inform")
    assert kinds(said) == ["choices"] and said.question == "offer"


def test_a_question_is_put_again_twice_and_then_let_go(talk):
    wang = talk("c000001")
    wang.say("recommend_plan", "给我孙子推荐一个", "ask_plan_recommend", person="child")
    put = [len(wang.say("resume_question", "你好", "greet").messages) for _ in range(3)]
    assert put == [1, 1, 0] and wang.slots["task"] is None


def test_a_yes_while_another_question_is_open_only_brings_that_again(talk):
    chen = talk("c000002")
    chen.say("change_plan", "我要换套餐", "change_plan")
    assert chen.say("pick_up", "好的", "affirm").messages == []
    assert chen.slots["question"] == "which_plan"


def test_a_yes_or_no_that_nothing_follows_is_never_met_with_silence(talk):
    chen = talk("c000002")
    chen.slots = {"task": "action_recommend_plan", "question": "offer"}
    assert kinds(chen.say("pick_up", "对的对的", "affirm")) == ["choices"]
    assert chen.say("resume_question", "对的对的").messages == []
    chen.slots = {"task": "action_recommend_plan", "question": "data_need", "pending": {"again": 2}}
    assert kinds(chen.say("pick_up", "哪有", "deny")) == ["text"]


def test_what_names_a_product_of_ours_is_not_out_of_scope(talk):
    said = talk("c000003").say(
        "decline_scope", "云行成长先锋怎么样", "out_of_scope", product_name="yx_mix_growth"
    )
    assert kinds(said) == ["card:wealth"]


def test_cancelling_after_an_order_leads_to_a_person(talk):
    chen = talk("c000002")
    chen.say("change_plan", "换成79的", "change_plan", plan_name="yt_cx_79")
    chen.say("change_plan", "确认", "affirm")
    said = chen.say("cancel_task", "撤销", "cancel")
    assert "畅享79元套餐" in words(said) and said.messages[0]["options"][0]["text"] == "转人工"
