"""The same message in other characters has the same entities, at their place in what was really sent."""

from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import accumulate

import opencc
import pytest

from bot.nlu.entities.extract import extract
from scripts.entity_quality import Table, catalogue_names, tables

Change = Callable[[str], str]
TRADITIONAL = opencc.OpenCC("s2t")


def full_width(character: str) -> str:
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character


def zero_width(character: str) -> str:
    return f"{character}\u200b\ufe0f"


@cache
def traditional(character: str) -> str:
    other: str = TRADITIONAL.convert(character)
    return other


def spans(text: str, day: date) -> list[tuple[str, object, int, int]]:
    return [(item.entity, item.value, item.start, item.end) for item in extract(text, day, catalogue_names())]


@pytest.mark.parametrize("change", [full_width, zero_width, traditional])
@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_disguised_characters_change_neither_value_nor_place(table: Table, change: Change) -> None:
    for text in table.cases:
        pieces = [change(character) for character in text]
        places = [0, *accumulate(map(len, pieces))]
        moved = [
            (entity, value, places[a], places[b - 1] + 1) for entity, value, a, b in spans(text, table.day)
        ]
        assert spans("".join(pieces), table.day) == moved, text
