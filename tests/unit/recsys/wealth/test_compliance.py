"""Words that must not leave us."""

import pytest

from recsys.wealth.compliance import forbidden_words, with_risk_sentence


@pytest.mark.parametrize("text", ["这款保本", "保\u200b本", "保 本", "保\n本", "\u200d保\ufeff本理财"])
def test_a_forbidden_word_is_found_even_when_hidden(text: str) -> None:
    assert forbidden_words(text) == ("保本",)


def test_a_careful_denial_is_clean() -> None:
    assert forbidden_words("不保证本金,可能亏损") == ()


def test_gifts_are_forbidden_only_beside_wealth() -> None:
    assert forbidden_words("充值参加抽奖") == ()
    assert forbidden_words("买理财送赠品、可抽奖", wealth=True) == ("抽奖", "赠品")


def test_the_risk_sentence_is_added_once() -> None:
    once = with_risk_sentence("业绩比较基准2.4%。")
    assert once.endswith("理财非存款、产品有风险、投资须谨慎。")
    assert with_risk_sentence(once) == once
