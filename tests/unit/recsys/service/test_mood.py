"""Anger is told from impatience, and both from words that only look like them."""

from pathlib import Path

import pytest
import yaml

from recsys.service.mood import angry_words, mood

CASES: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("moods.yml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "sounds"), [(text, name) for name in CASES for text in CASES[name]])
def test_a_message_sounds_as_people_hear_it(text: str, sounds: str) -> None:
    assert mood(text) == sounds


def test_the_table_is_large_enough() -> None:
    assert sum(len(texts) for texts in CASES.values()) >= 60


def test_the_angry_words_are_named_once_each() -> None:
    assert angry_words("垃圾!乱扣费,垃圾短信我不管,就是垃圾") == ("垃圾", "乱扣")


def test_nothing_is_calm() -> None:
    assert mood("") == "calm" and angry_words("") == ()
