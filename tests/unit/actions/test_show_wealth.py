"""Facts of one product."""

from recsys.wealth.compliance import RISK_SENTENCE
from tests.unit.actions.conftest import hit, kinds, words


def test_a_named_product_is_shown_with_risk_term_minimum_and_redemption(talk):
    said = talk("c000001").say("show_wealth", "稳健半年怎么样", "ask_wealth_detail", product_name="yx_wj_180")
    assert kinds(said) == ["card:wealth"]
    labels = [fact["label"] for fact in said.messages[0]["facts"]]
    assert labels[:5] == ["风险", "期限", "收益说明", "起购金额", "赎回规则"]
    assert "R2 中低风险" in words(said) and RISK_SENTENCE in words(said)


def test_of_two_ratings_the_higher_is_shown(talk):
    said = talk("c000001").say(
        "show_wealth", "稳进半年几级风险", "ask_wealth_detail", product_name="yx_gsj_180"
    )
    assert said.messages[0]["facts"][0]["value"] == "R3 中风险"


def test_a_general_question_is_answered_and_ends_with_the_sentence(talk_knowing):
    wang = talk_knowing("c000001", 净值=hit("净值是每份的价格。", "ask_wealth_detail"))
    said = wang.say("show_wealth", "净值是什么意思", "ask_wealth_detail")
    assert said.messages[-1]["text"].rstrip("。").endswith(RISK_SENTENCE) and "source" in said.messages[-1]
