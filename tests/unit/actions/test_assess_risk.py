"""The questionnaire in chat."""

import pytest

from recsys.customers.load import customer
from recsys.wealth.questionnaire import complete, questionnaire
from tests.fixtures.stores import NOW
from tests.unit.actions.conftest import words


def test_ten_answers_give_a_level_in_words(talk, engine):
    zhao = talk("c000008")
    assert zhao.say("assess_risk", "我要做风险测评", "assess_risk").question == "risk_answer"
    for number in range(2, 11):
        assert f"第{number}题" in words(zhao.say("assess_risk", "C", "inform"))
    said = zhao.say("assess_risk", "C", "inform")
    risk = customer(engine, "c000008", NOW).risk
    assert risk is not None and f"您的风险等级是{risk.level}" in words(said)
    assert zhao.slots["task"] is None


@pytest.mark.parametrize("answer", ["B", "b", "2", "第二个", "二", "选B", "我选2", "31到50岁"])
def test_an_option_can_be_said_in_many_ways(talk, answer):
    zhao = talk("c000008")
    zhao.say("assess_risk", "做风险测评", "assess_risk")
    zhao.say("assess_risk", answer, "inform")
    assert zhao.slots["need"]["answers"] == [1]


def test_what_fits_no_option_is_asked_again(talk):
    zhao = talk("c000008")
    zhao.say("assess_risk", "做风险测评", "assess_risk")
    said = zhao.say("assess_risk", "E", "inform")
    assert "没有对上选项" in words(said) and "第1题" in words(said) and zhao.slots["need"]["answers"] == []


def test_the_last_answer_can_be_taken_back(talk):
    zhao = talk("c000008")
    zhao.say("assess_risk", "做风险测评", "assess_risk")
    zhao.say("assess_risk", "A", "inform")
    said = zhao.say("assess_risk", "上一题选错了", "inform")
    assert "第1题" in words(said) and zhao.slots["need"]["answers"] == []


def test_a_third_time_a_day_is_refused_kindly(talk, engine):
    for _ in range(2):
        complete(engine, "c000008", [1] * len(questionnaire().questions), channel="app", now=NOW)
    said = talk("c000008").say("assess_risk", "重新测评", "assess_risk")
    assert "每天最多2次" in words(said) and said.question is None
