"""Products side by side."""

from recsys.wealth.compliance import RISK_SENTENCE
from tests.unit.actions.conftest import kinds, words


def test_two_products_stand_side_by_side(talk):
    said = talk("c000001").say(
        "compare_wealth",
        "稳健半年和稳健一年哪个好",
        "compare_wealth",
        product_name=["yx_wj_180", "yx_wj_365"],
    )
    assert kinds(said) == ["table", "text"] and said.messages[0]["columns"][1:] == ["稳健半年", "稳健一年"]
    assert words(said).rstrip("。").endswith(RISK_SENTENCE)


def test_these_means_what_was_shown(talk):
    wang = talk("c000001")
    shown = wang.say(
        "recommend_wealth", "五万放一年", "ask_wealth_recommend", money=5_000_000, duration="P1Y"
    ).focus
    assert list(wang.say("compare_wealth", "对比刚才的这几款理财", "compare_wealth").focus) == list(shown)
