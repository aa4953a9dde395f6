"""N-grams of characters and sounds, and their weights."""

import numpy as np
import pytest

from bot.nlu.ngrams import grams, learn, weigh, weigh_all


def test_numbers_are_equal_whatever_their_value() -> None:
    assert grams("充50元") == grams("充1280.5元")


def test_single_characters_and_pairs_and_their_sounds_are_counted() -> None:
    characters = {"流": 2, "量": 1, "流流": 1, "流量": 1}
    sounds = {"~liu": 2, "~lian": 1, "~liu~liu": 1, "~liu~lian": 1}
    assert grams("流流量") == characters | sounds


def test_homophones_share_their_sounds_only() -> None:
    shared = grams("套餐") & grams("套残")
    assert shared == {"套": 1, "~tao": 1, "~can": 1, "~tao~can": 1}


def test_weights_have_a_fixed_length_and_favour_what_is_rare() -> None:
    vocabulary = learn(["查流量", "查话费", "查余额", "流程"])
    columns, weights = weigh("查流", vocabulary)
    by_gram = {gram: weights[columns.index(at)] for gram, at in vocabulary.columns.items() if at in columns}
    assert float(np.linalg.norm(weights)) == pytest.approx(2**0.5, abs=1e-6)
    assert by_gram["流"] > by_gram["查"]


def test_what_stands_in_one_text_only_is_not_learned() -> None:
    assert sorted(learn(["查流量", "查话费"]).columns) == ["~ca", "查"]


def test_a_text_of_unknown_characters_weighs_nothing() -> None:
    columns, weights = weigh("猫", learn(["查流量", "查流量"]))
    assert columns == [] and weights.size == 0


def test_many_texts_give_one_row_each() -> None:
    vocabulary = learn(["查流量", "查话费"])
    table = weigh_all(["查流量", "猫", "充话费"], vocabulary)
    assert table.shape == (3, len(vocabulary.columns))
    assert table[1].nnz == 0
