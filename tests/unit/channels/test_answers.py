"""What the gateway says by itself."""

import pytest

from channels.answers import asks_for_person

ASKS = [
    "转人工",
    "人工",
    "人工客服",
    "转人工客服",
    "我要人工服务",
    "请转接人工。",
    "找个真人",
    "叫个人",
    "转接人工坐席",
    "客服",
    "快转人工!!",
]
DOES_NOT = [
    "人",
    "个人套餐",
    "人工费多少",
    "不要转人工",
    "转账",
    "给我妈办个套餐",
    "客服电话多少",
    "人工智能是什么",
]


@pytest.mark.parametrize("text", ASKS)
def test_asking_for_a_person_is_recognised_without_the_bot(text: str) -> None:
    assert asks_for_person(text)


@pytest.mark.parametrize("text", DOES_NOT)
def test_speaking_of_people_is_not_asking_for_one(text: str) -> None:
    assert not asks_for_person(text)
