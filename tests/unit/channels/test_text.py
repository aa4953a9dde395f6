"""What people send becomes one clean form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.text import MAX_CHARS, MAX_RAW, normalise, too_long


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("帮我换成79的套餐", "帮我换成79的套餐"),
        ("１２９元５Ｇ套餐", "129元5G套餐"),
        ("流\u200b量\u200d还\ufeff剩\u2060多少", "流量还剩多少"),
        ("话费\x00\x07多少\x1b", "话费多少"),
        ("  还剩\n\n几个\tG \u200b ", "还剩 几个 G"),
        ("网好慢😡👍🏻", "网好慢😡👍🏻"),
        ("\U0001fae8", "\U0001fae8"),  # newer than this Python's tables
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("/restart", "/restart"),
        ('/ask_bill{"a":1}', '/ask_bill{"a":1}'),
        ("\ud800坏的一半", "坏的一半"),
        ("", ""),
        (" \u3000\u200b\n", ""),
    ],
)
def test_a_text_is_cleaned_and_nothing_visible_is_lost(sent: str, read: str) -> None:
    assert normalise(sent) == read


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_a_text_of_twenty_thousand_characters_is_too_long_and_not_read_to_its_end() -> None:
    raw = "套餐" * 10_000
    assert len(normalise(raw)) == MAX_RAW
    assert too_long(raw, normalise(raw))


def test_five_hundred_characters_are_read() -> None:
    raw = "话" * MAX_CHARS
    assert not too_long(raw, normalise(raw))
    assert too_long(raw + "费", normalise(raw + "费"))


def test_spaces_do_not_make_a_text_too_long() -> None:
    raw = "话 费" + " " * 5_000
    assert not too_long(raw, normalise(raw))


def test_invisible_characters_alone_are_an_empty_message_however_many() -> None:
    raw = "\u200b" * 20_000
    assert normalise(raw) == ""
    assert not too_long(raw, "")
