"""What the words decide by themselves."""

import pytest

from bot.nlu.plain_request import borne_out, plainly

PLAIN = [
    ("手机丢了", "sim_service"),
    ("完了 我手机被偷了怎么办", "sim_service"),
    ("有病吧你们天天扣钱", "dispute_bill"),
    ("莫名其妙扣我30块", "dispute_bill"),
    ("充50", "top_up"),
    ("你能帮我交吗", "top_up"),
    ("哪个利息高", "ask_deposit"),
    ("利息多少", "ask_deposit"),
    ("10年后要20万", "plan_goal"),
    ("给孩子存教育金有啥推荐", "plan_goal"),
    ("我有5万想存起来", "ask_wealth_recommend"),
    ("一个月八百块存三年有多少", "simulate_dca"),
    ("我有一万二想存三个月", "ask_deposit"),
    ("还有一件事我也要投诉,你们乱收费", "complain"),
]
NOT_PLAIN = [
    "手机掉水里了",
    "T",
    "td",
    "银行卡丢了",
    "定投怎么又扣钱了",
    "充电器多少钱",
    "帮我交个朋友",
    "借款利息多少",
    "我想投诉打什么电话",
    "10年后我多大",
    "孩子上学用的套餐",
    "我有5个问题想问",
]


@pytest.mark.parametrize(("said", "intent"), PLAIN)
def test_words_that_can_mean_nothing_else_decide(said: str, intent: str) -> None:
    assert plainly(said) == intent


@pytest.mark.parametrize("said", NOT_PLAIN)
def test_other_messages_are_left_to_the_classifier(said: str) -> None:
    assert plainly(said) is None


GUESSES = [{"name": "cancel", "confidence": 0.6}, {"name": "ask_bill", "confidence": 0.3}]


def test_giving_up_needs_a_word_for_it() -> None:
    assert borne_out("算了不办了", GUESSES) == GUESSES
    assert [guess["name"] for guess in borne_out("已经重启了", GUESSES)] == ["ask_bill"]


def test_without_another_sure_guess_nothing_was_understood() -> None:
    guesses = [{"name": "cancel", "confidence": 0.9}, {"name": "ask_bill", "confidence": 0.1}]
    assert borne_out("已经重启了", guesses)[0]["name"] == "nlu_fallback"
