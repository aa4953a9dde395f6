"""Several matters under one verb."""

import pytest

from bot.dialogue.lists import listed, read_lists


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("查话费和流量", ["查话费", "查流量"]),
        ("话费流量都查一下", ["查话费", "查流量"]),
        ("帮我看看账单、余额还有积分", ["查账单", "查余额", "查积分"]),
        ("上个月话费和这个月流量", ["查上个月话费", "查这个月流量"]),
        ("话费余额和剩余流量分别是多少", ["查话费余额", "查剩余流量"]),
    ],
)
def test_each_matter_gets_the_verb(text: str, matters: list[str]) -> None:
    assert [clause.text for clause in listed(text, read_lists())] == matters


@pytest.mark.parametrize(
    "text", ["查话费", "话费余额", "流量和通话还剩多少", "话费和流量怎么充", "套餐和流量包", ""]
)
def test_one_matter_or_something_more_is_no_list(text: str) -> None:
    assert listed(text, read_lists()) == []


def test_what_stands_behind_the_verb_keeps_its_place_in_the_message() -> None:
    text = "麻烦查下话费和流量"
    for clause in listed(text, read_lists()):
        assert text[clause.start + 1 : clause.end] == clause.text[1:]
