"""Messages that hold one wish or several, cut with what the running Rasa understands of each clause."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue.wishes import candidates, read_habits, wishes
from tests.fixtures.system import Desk

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("wishes.yml").read_text("utf-8"))
HABITS = read_habits()


def heard(agent: Desk, message: str) -> list[str]:
    """The intents of its wishes; empty when it stays whole."""
    found = candidates(message, HABITS)
    answers = [agent.post("/parse", {"text": clause.text}) for clause in found]
    parsed = [{"intent": {"name": one["intent"], "confidence": one["confidence"]}} for one in answers]
    intents = {clause.start: one["intent"] for clause, one in zip(found, answers, strict=True)}
    return [intents[wish.head] for wish in wishes(message, found, parsed, HABITS)]


@pytest.mark.parametrize("message", TABLE["several"])
def test_several_wishes_are_heard_in_order(agent: Desk, message: str) -> None:
    assert heard(agent, message) == TABLE["several"][message]


@pytest.mark.parametrize("message", TABLE["one"])
def test_one_wish_stays_whole(agent: Desk, message: str) -> None:
    assert heard(agent, message) == []


def test_the_table_is_large_enough() -> None:
    assert len(TABLE["several"]) + len(TABLE["one"]) >= 60
