"""Saving toward a goal: 张姐 saves for school."""

from recsys.wealth.compliance import RISK_SENTENCE
from tests.unit.actions.conftest import kinds, words


def test_without_interest_half_a_million_in_ten_years_is_4166_67_a_month(talk):
    said = talk("c000005").say(
        "plan_goal", "十年后给孩子攒50万学费", "plan_goal", money=50_000_000, duration="P10Y"
    )
    assert kinds(said) == ["table", "choices"]
    rows = said.messages[0]["rows"]
    assert rows[0] == ["只存不生息", "0.00%", "4166.67元"] and len(rows) == 3
    assert RISK_SENTENCE in said.messages[-1]["text"] and "不是收益承诺" in words(said)


def test_sum_and_time_are_asked(talk):
    zhang = talk("c000005")
    assert zhang.say("plan_goal", "帮我定个存钱计划", "plan_goal").question == "goal_amount"
    assert zhang.say("plan_goal", "30万", "inform", money=30_000_000).question == "goal_term"
    assert kinds(zhang.say("plan_goal", "5年", "inform", duration="P5Y"))[0] == "table"


def test_a_year_is_a_time_too(talk):
    said = talk("c000005").say(
        "plan_goal",
        "到2030年存下20万",
        "plan_goal",
        money=20_000_000,
        date={"from": "2030-01-01", "to": "2030-12-31"},
    )
    assert "49个月" in words(said)


def test_without_an_assessment_no_benchmark_is_used(talk):
    said = talk("c000008").say("plan_goal", "五年攒30万", "plan_goal", money=30_000_000, duration="P5Y")
    assert len(said.messages[0]["rows"]) == 2


def test_ten_years_are_not_the_year_2010(talk):
    zhang = talk("c000005")
    zhang.say("plan_goal", "攒30万", "plan_goal", money=30_000_000)
    said = zhang.say("plan_goal", "10年", "inform", date={"from": "2010-01-01", "to": "2010-12-31"})
    assert "120个月" in words(said)
