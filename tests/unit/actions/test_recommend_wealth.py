"""Suggesting wealth: the assessment comes first, and nothing goes beyond it."""

from recsys.wealth.compliance import RISK_SENTENCE, forbidden_words
from recsys.wealth.suitability import product_risk
from tests.unit.actions.conftest import kinds, words


def test_zhao_was_never_assessed_and_is_offered_that_in_one_step(talk):
    zhao = talk("c000008")
    said = zhao.say("recommend_wealth", "十万块放半年买什么好", "ask_wealth_recommend", money=10_000_000)
    assert said.question == "assessment" and "10道选择题" in words(said)
    said = zhao.say("recommend_wealth", "开始测评", "affirm")
    assert said.question == "risk_answer" and "第1题" in words(said)


def test_liu_whose_assessment_expired_must_do_it_again(talk):
    said = talk("c000006").say("recommend_wealth", "推荐个理财", "ask_wealth_recommend")
    assert said.question == "assessment"


def test_after_the_tenth_answer_the_request_goes_on_where_it_stood(talk):
    zhao = talk("c000008")
    zhao.say("recommend_wealth", "十万块放半年", "ask_wealth_recommend", money=10_000_000, duration="P6M")
    zhao.say("recommend_wealth", "开始测评", "affirm")
    for _ in range(10):
        said = zhao.say("assess_risk", "B", "inform")
    assert "您的风险等级是" in words(said) and "card:wealth" in kinds(said)
    assert zhao.slots["task"] == "action_recommend_wealth" and zhao.slots["question"] == "offer"


def test_later_is_accepted(talk):
    zhao = talk("c000008")
    zhao.say("recommend_wealth", "推荐个理财", "ask_wealth_recommend")
    said = zhao.say("recommend_wealth", "以后再说", "deny")
    assert said.question is None and zhao.slots["task"] is None


def test_amount_and_term_are_asked_once_each_and_a_shrug_counts(talk):
    wang = talk("c000001")
    assert wang.say("recommend_wealth", "买什么理财好", "ask_wealth_recommend").question == "amount"
    assert wang.say("recommend_wealth", "随便看看", "inform").question == "term"
    assert wang.say("recommend_wealth", "都行", "inform").question == "offer"


def test_wang_c2_sees_nothing_beyond_r2_and_every_card_carries_the_sentence(talk, engine):
    wang = talk("c000001")
    said = wang.say("recommend_wealth", "五万放半年", "ask_wealth_recommend", money=5_000_000, duration="P6M")
    cards = said.messages[1:]
    assert kinds(said) == ["text", *["card:wealth"] * len(cards)] and cards
    for card in cards:
        assert product_risk(engine.catalogue.wealth[card["id"]]) <= 2
        assert card["note"].rstrip("。").endswith(RISK_SENTENCE)
        assert card["reasons"]
    assert forbidden_words(words(said), wealth=True) == ()


def test_a_benchmark_is_labelled_as_no_promise(talk):
    wang = talk("c000001")
    said = wang.say(
        "recommend_wealth",
        "稳一点的理财,10万放一年",
        "ask_wealth_recommend",
        money=10_000_000,
        duration="P1Y",
    )
    shown = [fact["value"] for card in said.messages[1:] for fact in card["facts"]]
    benchmarks = [value for value in shown if "业绩比较基准" in value]
    assert benchmarks and all(value.endswith("(不是收益承诺)") for value in benchmarks)


def test_the_first_one_with_the_amount_named_before_goes_to_its_order(talk):
    wang = talk("c000001")
    shown = wang.say(
        "recommend_wealth", "五万放一年", "ask_wealth_recommend", money=5_000_000, duration="P1Y"
    ).focus
    said = wang.say("recommend_wealth", "第一个", "inform")
    assert said.question == "confirm_order" and "5万元" in words(said)
    assert wang.slots["pending"]["wishes"][0]["product_id"] == shown[0]


def test_no_is_thanked_for(talk):
    wang = talk("c000001")
    wang.say("recommend_wealth", "五万放一年", "ask_wealth_recommend", money=5_000_000, duration="P1Y")
    assert kinds(wang.say("recommend_wealth", "不感兴趣", "deny")) == ["text"]
