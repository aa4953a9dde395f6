"""An event is a plain value that survives JSON."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys.events.event import Event

ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=ZONES), st.text())
def test_an_event_survives_json(at: datetime, text: str) -> None:
    event = Event("message.received", "c000001", at, "wechat", "customer", {"text": text})
    assert Event.from_dict(json.loads(json.dumps(event.to_dict()))) == event


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Event("message.received", "c000001", datetime(2026, 11, 18), "wechat", "customer")


def test_two_events_have_two_ids() -> None:
    at = datetime(2026, 11, 18, tzinfo=UTC)
    first, second = (Event("x.happened", "c000001", at, "app", "system") for _ in range(2))
    assert first.id != second.id
