"""What a monthly sum becomes."""

from tests.unit.actions.conftest import kinds, words


def test_a_thousand_a_month_for_three_years(talk):
    said = talk("c000005").say(
        "simulate_dca", "每月定投1000三年", "simulate_dca", money=100_000, duration="P3Y"
    )
    assert kinds(said) == ["table", "chart", "choices"]
    assert said.messages[0]["rows"][0][2:] == ["3.6万元", "36000.00元", "0.00元"]
    assert said.messages[1]["x"] == ["1年", "2年", "3年"]
    assert "不是历史业绩回测" in words(said)


def test_two_hundred_a_week_is_866_66_a_month(talk):
    said = talk("c000005").say(
        "simulate_dca", "每周投200块五年", "simulate_dca", money=20_000, duration="P5Y"
    )
    assert "每月投866.66元" in words(said)


def test_the_time_is_asked(talk):
    zhang = talk("c000005")
    assert zhang.say("simulate_dca", "每月定投500", "simulate_dca", money=50_000).question == "goal_term"
    assert kinds(zhang.say("simulate_dca", "一年", "inform", duration="P1Y")) == ["table", "choices"]
