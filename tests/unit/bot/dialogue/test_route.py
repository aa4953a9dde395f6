"""What answers a message, and what stays open."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue.route import Heard, route
from bot.dialogue.routes import Routes

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def routes() -> Routes:
    actions: dict[str, tuple[str, ...]] = {}
    for path in (ROOT / "bot/rules").glob("*.yml"):
        for rule in yaml.safe_load(path.read_text())["rules"]:
            intent, *steps = rule["steps"]
            actions[intent["intent"]] = tuple(step["action"] for step in steps)
    folder = ROOT / "bot/dialogue"
    read = [yaml.safe_load((folder / name).read_text()) for name in ("questions.yml", "follow_ups.yml")]
    return Routes.from_dict(actions, *read)


def heard(
    text: str, intent: str, confidence: float = 0.95, entities: tuple[str, ...] = (), **asked: str
) -> Heard:
    return Heard(text, intent, confidence, frozenset(entities), **asked)


RECOMMENDING = {"task": "action_recommend_plan", "question": "data_need"}


def test_without_an_open_question_the_intent_decides(routes: Routes) -> None:
    assert route(heard("还剩几个G", "ask_usage"), routes) == ["action_show_usage"]


def test_a_bare_value_answers_the_open_question(routes: Routes) -> None:
    message = heard("30个G左右", "inform", entities=("data_volume",), **RECOMMENDING)
    assert route(message, routes) == ["action_recommend_plan"]


def test_a_value_answers_even_when_the_intent_is_unsure(routes: Routes) -> None:
    message = heard("三十个G", "buy_data_pack", 0.5, ("data_volume",), **RECOMMENDING)
    assert route(message, routes) == ["action_recommend_plan"]


def test_a_clear_other_request_is_answered_and_the_question_put_again(routes: Routes) -> None:
    message = heard("我这个月用了几个G", "ask_usage", 0.97, ("data_volume",), **RECOMMENDING)
    assert route(message, routes) == ["action_show_usage", "action_resume_question"]


def test_cancel_ends_the_open_task(routes: Routes) -> None:
    assert route(heard("算了不办了", "cancel", **RECOMMENDING), routes) == ["action_cancel_task"]


@pytest.mark.parametrize("intent", ["ask_human", "stop_marketing", "complain", "privacy_request"])
def test_some_requests_are_never_taken_for_an_answer(routes: Routes, intent: str) -> None:
    planned = route(heard("人工", intent, 0.4, ("money",), **RECOMMENDING), routes)
    assert planned == list(routes.actions[intent])


def test_what_is_not_understood_is_clarified_before_the_question_returns(routes: Routes) -> None:
    planned = route(heard("阿巴阿巴", "nlu_fallback", 0.3, **RECOMMENDING), routes)
    assert planned == ["action_clarify", "action_resume_question"]


def test_a_free_text_question_takes_any_unclear_sentence(routes: Routes) -> None:
    asked = {"task": "action_raise_complaint", "question": "complaint_detail"}
    assert route(heard("上个月乱扣我二十", "nlu_fallback", 0.2, **asked), routes) == [
        "action_raise_complaint"
    ]


def test_every_intent_of_the_fixed_list_has_a_rule(routes: Routes) -> None:
    intents = set()
    for path in (ROOT / "bot/domain").glob("*.yml"):
        intents |= set(yaml.safe_load(path.read_text()).get("intents", []))
    assert intents == set(routes.actions) - {"nlu_fallback"}
    assert len(intents) == 46


def test_a_letter_answers_the_questionnaire_whatever_it_sounds_like(routes: Routes) -> None:
    asked = {"task": "action_assess_risk", "question": "risk_answer"}
    assert route(heard("D", "stop_marketing", 0.74, **asked), routes) == ["action_assess_risk"]


def test_a_name_that_is_all_that_is_said_answers_even_if_it_sounds_like_a_question(routes: Routes) -> None:
    asked = {"task": "action_change_plan", "question": "which_plan"}
    named = replace(
        heard("畅享79元套餐", "ask_plan_detail", 0.97, ("plan_name",), **asked), bare=frozenset({"plan_name"})
    )
    assert route(named, routes) == ["action_change_plan"]
    asking = heard("我现在办的啥套餐", "ask_current_plan", 0.97, **asked)
    assert route(asking, routes) == ["action_show_current_plan", "action_resume_question"]


def test_a_charge_named_again_is_explained_and_sells_nothing(routes: Routes) -> None:
    asked = {"task": "action_dispute_bill", "question": "confirm_ticket"}
    named = replace(
        heard("流量费", "buy_data_pack", 0.82, ("bill_item",), **asked), bare=frozenset({"bill_item"})
    )
    assert route(named, routes) == ["action_dispute_bill"]


@pytest.mark.parametrize("said", ["第二个", "办理第二个", "就要第一个", "不感兴趣", "再看看"])
def test_suggestions_are_answered_by_pointing_or_refusing(routes: Routes, said: str) -> None:
    offered = {"task": "action_recommend_plan", "question": "offer"}
    assert route(heard(said, "inform", 0.5, **offered), routes) == ["action_recommend_plan"]


def test_a_spoken_number_answers_a_question_for_a_budget_whatever_it_sounds_like(routes: Routes) -> None:
    asked = {"task": "action_recommend_plan", "question": "budget"}
    for said in ("不要超过三十", "三十块以内", "最多50吧"):
        assert route(heard(said, "ask_plan_recommend", 0.9, **asked), routes) == ["action_recommend_plan"]


DELETING = {"task": "action_answer_privacy", "question": "confirm_delete"}
ASSESSING = {"task": "action_assess_risk", "question": "risk_answer"}
CONFIRMING = {"task": "action_change_plan", "question": "confirm_order"}


def test_what_was_just_shown_is_asked_about_before_the_open_question_returns(routes: Routes) -> None:
    message = replace(heard("怎么取消", "cancel", 0.63, **CONFIRMING), about=("plan",))
    assert route(message, routes) == ["action_answer_about", "action_resume_question"]


@pytest.mark.parametrize("said", ["说错了", "哦不好意思打错了", "不对,我说错了"])
def test_what_was_said_wrongly_is_asked_again(routes: Routes, said: str) -> None:
    assert route(heard(said, "deny", 0.82, **CONFIRMING), routes) == ["action_amend"]


@pytest.mark.parametrize(
    "said", ["不是八十是十八", "不是79,是59", "我说的是流量不是通话", "不是日本是韩国", "我要两万不是两千"]
)
def test_a_correction_goes_to_the_open_task_whatever_it_sounds_like(routes: Routes, said: str) -> None:
    assert route(heard(said, "out_of_scope", 0.9, **CONFIRMING), routes) == ["action_change_plan"]


@pytest.mark.parametrize("said", ["是不是要钱", "你是不是机器人", "我不是学生", "这个不是很贵吗"])
def test_not_every_not_is_a_correction(routes: Routes, said: str) -> None:
    assert route(heard(said, "chitchat", 0.9, **CONFIRMING), routes)[0] != "action_change_plan"


@pytest.mark.parametrize(
    ("asked", "said", "intent", "planned"),
    [
        (DELETING, "确认删除", "affirm", ["action_resume_question"]),
        (ASSESSING, "B", "inform", ["action_resume_question"]),
        (CONFIRMING, "好的", "affirm", ["action_change_plan"]),  # which puts a stale order again itself
        (RECOMMENDING, "30个G左右", "inform", ["action_recommend_plan"]),
        (CONFIRMING, "你好", "greet", ["utter_greet", "action_resume_question"]),
        (CONFIRMING, "查话费", "ask_bill", ["action_let_go", "action_show_bill"]),
        (CONFIRMING, "算了", "cancel", ["action_change_plan"]),  # which drops it
        (RECOMMENDING, "算了", "cancel", ["action_cancel_task"]),
    ],
)
def test_after_a_long_pause_nothing_stale_is_taken_as_agreed(
    routes: Routes, asked: dict[str, str], said: str, intent: str, planned: list[str]
) -> None:
    assert route(replace(heard(said, intent, **asked), paused=True), routes) == planned


CLOSE = {"second": "dispute_bill", "second_confidence": 0.4}


def test_of_two_close_guesses_the_customer_chooses(routes: Routes) -> None:
    message = Heard("那个扣的", "ask_bill", 0.45, **CLOSE)
    assert route(message, routes) == ["action_choose_wish"]


def test_an_open_question_comes_back_after_the_choice(routes: Routes) -> None:
    message = Heard("那个扣的", "ask_bill", 0.45, **CLOSE, **RECOMMENDING)
    assert route(message, routes) == ["action_choose_wish", "action_resume_question"]


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": 0.65},
        {"second_confidence": 0.2, "confidence": 0.3},
        {"second": None},
        {"second": "complain"},
        {"unsure_before": True},
        {"intent": "ask_coupon_points", "second": "ask_branch"},
    ],
    ids=["clear", "both weak", "no title", "always wins", "asked before", "the same answer to both"],
)
def test_nobody_is_asked_without_need(routes: Routes, change: dict[str, Any]) -> None:
    message = replace(Heard("那个扣的", "ask_bill", 0.45, **CLOSE), **change)
    assert route(message, routes) == list(routes.actions[message.intent or ""])


def test_a_request_that_always_wins_is_never_asked_about(routes: Routes) -> None:
    message = Heard("转人工吧", "ask_human", 0.45, **CLOSE)
    assert route(message, routes) == ["action_request_human"]


def test_what_an_agent_gives_back_is_gone_on_with(routes: Routes) -> None:
    assert route(heard("", "resume", 1.0, **RECOMMENDING), routes) == ["action_resume_question"]
    assert route(heard("", "resume", 1.0), routes) == []


INVESTING = {"task": "action_recommend_wealth", "question": "amount"}


def test_a_goal_takes_the_place_of_the_question_how_much_to_invest(routes: Routes) -> None:
    message = heard("10年后要20万", "plan_goal", 0.6, ("money", "duration"), **INVESTING)
    assert route(message, routes) == ["action_let_go", "action_plan_goal"]


def test_a_hesitant_guess_of_a_goal_does_not(routes: Routes) -> None:
    message = heard("20万", "plan_goal", 0.3, ("money",), **INVESTING)
    assert route(message, routes) == ["action_recommend_wealth"]


@pytest.mark.parametrize("said", ["你说了算", "我不懂这些 你说了算", "听你的吧", "您帮我选一个"])
def test_who_leaves_it_to_us_is_answered_by_who_asked(routes: Routes, said: str) -> None:
    assert route(heard(said, "nlu_fallback", 0.2, **INVESTING), routes) == ["action_recommend_wealth"]


@pytest.mark.parametrize("intent", ["inform", "nlu_fallback", "out_of_scope"])
def test_what_is_told_after_a_ticket_goes_to_the_ticket(routes: Routes, intent: str) -> None:
    message = Heard("三天了!!!", intent, 0.6, about=("ticket",))
    assert route(message, routes) == ["action_add_to_ticket"]
    assert route(Heard("三天了!!!", intent, 0.6), routes) != ["action_add_to_ticket"]


def test_another_request_after_a_ticket_is_served(routes: Routes) -> None:
    assert route(Heard("查话费", "ask_bill", 0.9, about=("ticket",)), routes) == ["action_show_bill"]


REPORTING = {"task": "action_report_fault", "question": "fault_detail"}


def test_a_request_in_so_many_words_is_no_part_of_a_story(routes: Routes) -> None:
    wish = heard("那你帮我换一个便宜的好不好", "change_plan", 0.6, **REPORTING)
    assert route(wish, routes) == ["action_change_plan", "action_resume_question"]
    told = heard("换了套餐以后就这样", "change_plan", 0.6, **REPORTING)
    assert route(told, routes) == ["action_report_fault"]


def test_that_it_still_fails_is_part_of_the_story_whatever_it_sounds_like(routes: Routes) -> None:
    assert route(heard("还慢", "loan_service", 0.9, **REPORTING), routes) == ["action_report_fault"]
