"""Every operator changes what it says it changes, and the same each time."""

from collections.abc import Iterator
from random import Random

import pytest

from scripts.quality.perturbation import (
    OPERATORS,
    dictated,
    full_width,
    homophone,
    initials,
    missing,
    mixed,
    traditional,
    words_of,
)

ASKED = "帮我查一下59的套餐还剩多少流量？"


def tries(times: int = 20) -> Iterator[Random]:
    return (Random(seed) for seed in range(times))


@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_gives_the_same_each_time(name: str) -> None:
    assert OPERATORS[name](ASKED, Random(7)) == OPERATORS[name](ASKED, Random(7))


@pytest.mark.parametrize("name", OPERATORS)
def test_a_text_without_anything_to_change_stays(name: str) -> None:
    if name != "dictated":  # which always says a filler
        assert OPERATORS[name]("", Random(1)) == ""


def test_traditional_are_taiwans_characters_and_words() -> None:
    assert traditional("网络费用怎么查", Random(1)) == "網路費用怎麼查"


def test_full_width_are_letters_digits_and_marks() -> None:
    assert full_width("换成5G 59?", Random(1)) == "换成５Ｇ　５９？"


def test_initials_are_the_first_letters_of_one_word() -> None:
    assert {initials("话费余额", random) for random in tries()} == {"hf余额", "话费ye"}


def test_a_homophone_sounds_the_same_and_is_another_character() -> None:
    found = {homophone("费", random) for random in tries()}
    assert "费" not in found
    assert found <= set("飞非肥废菲匪肺")


def test_missing_is_exactly_one_word() -> None:
    for random in tries():
        assert len(words_of(ASKED)) - len(words_of(missing(ASKED, random))) in (0, 1, 2)
        assert len(missing(ASKED, random)) < len(ASKED)


def test_a_single_word_is_never_left_out() -> None:
    assert missing("流量", Random(1)) == "流量"


def test_mixed_says_one_word_in_english() -> None:
    assert {mixed("流量和话费", random) for random in tries()} == {"data和话费", "流量和bill"}


def test_dictated_has_no_marks_spoken_digits_and_a_filler() -> None:
    said = dictated("换成59的，行吗？", Random(1))
    assert not set(said) & set("，？59")
    assert "五九" in said or "五" in said
    assert len(said) > len("换成五九的行吗")
