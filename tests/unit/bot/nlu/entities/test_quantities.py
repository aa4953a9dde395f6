"""Every way of saying an amount, a time, a day, a place, a risk or a person, from tables of cases."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.nlu.entities import bill_item, masked
from bot.nlu.entities.extract import extract
from bot.nlu.entities.found import Found
from bot.nlu.entities.names import prepare

CASES = Path(__file__).parent / "cases"
WEDNESDAY = date(2026, 7, 15)
KINDS = ("money", "data_volume", "voice_minutes", "duration", "date", "destination", "risk_level", "person")


def cases(kind: str) -> dict[str, list[list[object]]]:
    """The table of one entity; date-like keys are text."""
    loaded = yaml.safe_load((CASES / f"{kind}.yml").read_text(encoding="utf-8"))
    return {str(text): expected for text, expected in loaded.items()}


def found(text: str, wanted: Callable[[Found], bool]) -> list[Found]:
    return [item for item in extract(text, WEDNESDAY, prepare([])) if wanted(item)]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [(kind, text, expected) for kind in KINDS for text, expected in cases(kind).items()],
)
def test_the_value_and_the_words_are_found(kind: str, text: str, expected: list[list[object]]) -> None:
    items = found(text, lambda item: item.entity == kind)
    assert [[text[item.start : item.end], item.value] for item in items] == expected


@pytest.mark.parametrize(("text", "expected"), cases("masked").items())
def test_private_numbers_are_found_in_any_spelling_and_never_given_back(
    text: str, expected: list[list[object]]
) -> None:
    items = found(text, lambda item: item.value == masked.MASKED)
    assert [[text[item.start : item.end], item.entity] for item in items] == expected


@pytest.mark.parametrize(("text", "expected"), cases("bill_item").items())
def test_what_a_bill_is_disputed_for_is_found(text: str, expected: list[object]) -> None:
    assert [item.value for item in bill_item.find(text)] == expected


@pytest.mark.parametrize("kind", [*KINDS, "masked", "bill_item"])
def test_every_table_has_at_least_fifteen_cases(kind: str) -> None:
    assert len(cases(kind)) >= 15
