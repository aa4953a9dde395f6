"""What an action is told of a message."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.message.turn import turn_of

META = {"customer_id": "c1", "channel": "app", "at": "2026-11-22T10:00:00+08:00", "turn_id": "t1"}
GUESSED = {"entity": "money", "value": {"max": 3000}, "confidence_entity": 0.5}
NAMED = {"entity": "money", "value": {"max": 3000}, "confidence_entity": 1.0}


def heard(question: str | None, entity: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    message = {"text": "不超过三十", "entities": [entity], "metadata": META}
    return turn_of(Tracker("v1", {"question": question}, message, [], False, None, {}, "")).entities


def test_a_bare_number_is_no_money_when_we_have_just_asked_for_data() -> None:
    assert heard("data_need", GUESSED) == ()


@pytest.mark.parametrize(("question", "entity"), [("budget", GUESSED), (None, GUESSED), ("data_need", NAMED)])
def test_money_is_money_otherwise(question: str | None, entity: dict[str, Any]) -> None:
    assert heard(question, entity) == (entity,)
