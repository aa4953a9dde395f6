"""Plans side by side."""

from tests.unit.actions.conftest import kinds, words


def test_two_named_plans_stand_side_by_side_with_what_each_would_cost(talk):
    said = talk("c000002").say(
        "compare_plans", "59和79差在哪", "compare_plans", plan_name=["yt_cx_59", "yt_cx_79"]
    )
    table = said.messages[0]
    assert kinds(said) == ["table", "text"] and table["columns"] == ["项目", "畅享59元套餐", "畅享79元套餐"]
    assert ["全国流量", "22GB", "35GB"] in table["rows"] and table["rows"][-1][0].startswith(
        "按您近6个月用量"
    )
    assert "花得最少" in words(said)


def test_one_plan_is_set_against_the_present_one(talk):
    said = talk("c000002").say("compare_plans", "79和我现在的比", "compare_plans", plan_name="yt_cx_79")
    assert said.messages[0]["columns"][1] == "云花卡29元套餐(现在)"


def test_these_means_the_plans_just_shown(talk):
    chen = talk("c000002")
    shown = chen.say("recommend_plan", "流量不够用", "ask_plan_recommend").focus
    said = chen.say("compare_plans", "对比刚才的这几个套餐", "compare_plans")
    assert list(said.focus) == list(shown) and len(said.messages[0]["columns"]) == len(shown) + 1
