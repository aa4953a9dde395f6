"""What messages tell about the need for a person."""

import pytest

from channels.handoff_signs import heard_signs, leaves_queue, understood_signs


@pytest.mark.parametrize(
    "text",
    [
        "不等了",
        "算了,不等了",
        "那我不等了",
        "取消排队",
        "不用人工了",
        "不转人工了",
        "不要人工了",
        "算了不转了",
        "不等了!",
        "不排队了",
    ],
)
def test_who_will_not_wait_is_let_go(text: str) -> None:
    assert leaves_queue(text)


@pytest.mark.parametrize(
    "text",
    [
        "算了",
        "不用",
        "不要这个套餐了",
        "等不等都行",
        "还要等多久",
        "不等了,帮我查话费",
        "转人工",
        "",
        "不等额本息怎么算",
    ],
)
def test_anything_else_leaves_the_place_in_the_queue(text: str) -> None:
    assert not leaves_queue(text)


def test_the_mood_only_gets_worse_and_anger_is_counted() -> None:
    assert heard_signs({}, "查话费") == {}
    assert heard_signs({}, "什么垃圾") == {"mood": "medium", "angry": "1"}
    assert heard_signs({"mood": "high", "angry": "1"}, "骗子") == {"angry": "2"}
    assert heard_signs({"mood": "medium"}, "我要打12315") == {"mood": "high"}


def test_what_is_not_understood_is_counted_in_a_row() -> None:
    assert understood_signs({}, 1) == {"misunderstood": "1"}
    assert understood_signs({"misunderstood": "1"}, 2) == {"misunderstood": "2"}
    assert understood_signs({"misunderstood": "2"}, 0) == {"misunderstood": "0"}
    assert understood_signs({}, 0) == {}


def test_once_something_is_understood_a_person_may_be_offered_for_the_next_two() -> None:
    assert understood_signs({"offered": "angry stuck", "misunderstood": "1"}, 2) == {"misunderstood": "2"}
    assert understood_signs({"offered": "angry stuck"}, 0) == {"offered": "angry"}
