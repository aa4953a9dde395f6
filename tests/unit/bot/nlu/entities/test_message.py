"""The day of a message, and what Rasa keeps of an entity."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.nlu.entities.found import Found
from bot.nlu.entities.message import as_entity, message_day

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 7, 15, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-07-14T15:59:00+00:00", date(2026, 7, 14)),
        ("2026-07-14T16:01:00Z", date(2026, 7, 15)),
        ("2026-07-14T23:59:00+08:00", date(2026, 7, 14)),
        ("2026-07-14T23:59:00", date(2026, 7, 14)),
    ],
)
def test_the_day_is_that_of_the_customer_when_the_message_was_written(at: str, day: date) -> None:
    assert message_day({"at": at}, SHANGHAI, NOW) == day


@pytest.mark.parametrize("metadata", [None, {}, {"at": None}, {"at": "yesterday"}])
def test_without_a_readable_time_it_is_today_where_the_customer_is(
    metadata: dict[str, object] | None,
) -> None:
    assert message_day(metadata, SHANGHAI, NOW) == date(2026, 7, 16)


def test_an_entity_says_what_was_said() -> None:
    assert as_entity(Found("money", 5000, 1, 4), "充50块") == {
        "entity": "money",
        "value": 5000,
        "text": "50块",
        "start": 1,
        "end": 4,
        "confidence_entity": 1.0,
    }


def test_a_private_number_is_not_repeated() -> None:
    kept = as_entity(Found("phone_number", "masked", 0, 11), "13800001234")
    assert (kept["value"], kept["text"]) == ("masked", "*" * 11)
