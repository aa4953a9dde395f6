"""Misspelt texts are read as they were meant, and others as they stand."""

import json
from collections.abc import Iterable
from dataclasses import asdict

import pytest

from bot.nlu.spelling import Spelling, learn, read

TEXTS = [
    *["我的话费还剩多少", "帮我查一下话费", "话费怎么充", "这个月话费多少"] * 3,
    *["换个便宜的套餐", "这个套餐多少钱", "我的套餐有多少流量", "查一下套餐"] * 3,
    *["恢复我的网速", "停机了怎么恢复"] * 3,
    *["app登录不上", "app在哪下载"] * 3,
]
KNOWN = ("话费", "套餐", "流量", "恢复", "登录", "花费", "停机", "多少")


def cut(text: str) -> Iterable[str]:
    while text:
        word = next((word for word in KNOWN if text.startswith(word)), text[0])
        yield word
        text = text[len(word) :]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return learn(TEXTS, cut)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("换个便宜的套残", "换个便宜的套餐"),
        ("我的画费还剩多少", "我的话费还剩多少"),
        ("这个月话非多少", "这个月话费多少"),
    ],
)
def test_a_homophone_is_read_as_what_is_usually_written_there(
    written: str, meant: str, spelling: Spelling
) -> None:
    assert read(written, spelling, cut) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hf怎么充", "话费怎么充"),
        ("停机了怎么hf", "停机了怎么恢复"),
        ("我的tc有多少ll", "我的套餐有多少流量"),
    ],
)
def test_initials_are_read_by_what_stands_around_them(written: str, meant: str, spelling: Spelling) -> None:
    assert read(written, spelling, cut) == meant


@pytest.mark.parametrize(
    "text", ["", "这个月花费多少", "app登录不上", "qwx", "今天天气怎么样", "5g套餐", "?!"]
)
def test_known_words_and_what_is_unlike_any_example_stay(text: str, spelling: Spelling) -> None:
    assert read(text, spelling, cut) == text


def test_counts_survive_json(spelling: Spelling) -> None:
    assert Spelling(**json.loads(json.dumps(asdict(spelling)))) == spelling
