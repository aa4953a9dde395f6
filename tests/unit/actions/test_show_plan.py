"""One plan's contents."""

from tests.unit.actions.conftest import hit, kinds, words


def test_a_named_plan_is_shown_with_what_it_would_cost_me(talk):
    said = talk("c000002").say("show_plan", "79那个套餐有多少流量", "ask_plan_detail", plan_name="yt_cx_79")
    assert kinds(said) == ["card:plan"] and "35GB" in words(said)
    assert "按您近6个月的用量算,每月平均要付" in words(said) and list(said.focus) == ["yt_cx_79"]


def test_a_rule_of_plans_in_general_comes_from_the_knowledge_base(talk_knowing):
    chen = talk_knowing("c000002", 清零=hit("剩余流量结转1个月。", "ask_plan_detail"))
    said = chen.say("show_plan", "用不完会清零吗", "ask_plan_detail")
    assert said.messages[0]["source"] == {"id": "faq_x", "title": "云通知识库 2026-10", "version": "1"}


def test_an_answer_about_the_named_plan_stands_before_its_card(talk_knowing):
    chen = talk_knowing("c000002", 副卡=hit("可加2张副卡。", "ask_plan_detail", ("yt_cx_79",)))
    said = chen.say("show_plan", "79能带几张副卡", "ask_plan_detail", plan_name="yt_cx_79")
    assert kinds(said) == ["text", "card:plan"]


def test_what_was_shown_can_be_pointed_at(talk):
    chen = talk("c000002")
    shown = chen.say("recommend_plan", "流量不够用", "ask_plan_recommend").focus
    assert list(chen.say("show_plan", "第二个有多少流量", "ask_plan_detail").focus) == [shown[1]]
