import json
from typing import Any

from scripts.event_lines import event_line, shortened


def entry(**changes: Any) -> dict[str, str]:
    event = {
        "type": "message.received",
        "customer_id": "c000123",
        "at": "2026-05-04T03:02:01+00:00",
        "channel": "wechat",
        "payload": {"text": "我的身份证号是110101199003077512"},
    }
    return {"event": json.dumps(event | changes)}


def test_a_line_says_what_happened_where_and_to_whom() -> None:
    line = event_line(entry())
    assert "message.received" in line
    assert "wechat" in line
    assert "c0…23" in line


def test_it_never_shows_what_was_said_or_the_whole_id() -> None:
    line = event_line(entry())
    assert "身份证" not in line
    assert "1101" not in line
    assert "c000123" not in line


def test_an_event_without_a_customer_has_a_line_too() -> None:
    assert event_line(entry(customer_id="", channel=None)).endswith("-")


def test_short_ids_stay() -> None:
    assert shortened("c1") == "c1"
