"""One line per event for the terminal: when, what, where, who (shortened); never what was said."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import redis

STREAM = "huake:events"


def event_line(fields: Mapping[str, str]) -> str:
    """The line of one stream entry, whose field ``event`` holds the event as JSON."""
    event: dict[str, Any] = json.loads(fields["event"])
    at = datetime.fromisoformat(str(event["at"])).astimezone()
    who = shortened(str(event.get("customer_id") or "-"))
    return f"{at:%H:%M:%S}  {event['type']:<26} {event.get('channel') or '-':<8} {who}"


def shortened(customer_id: str) -> str:
    """The first and the last two characters."""
    return customer_id if len(customer_id) <= 4 else f"{customer_id[:2]}…{customer_id[-2:]}"


def last_id(client: "redis.Redis") -> str:
    """Where the stream ends now."""
    newest: Any = client.xrevrange(STREAM, count=1)
    return str(newest[0][0]) if newest else "0-0"


def next_lines(client: "redis.Redis", after: str) -> tuple[str, list[str]]:
    """Wait up to a second for events after an id: the id to go on from, and a line for each."""
    answer: Any = client.xread({STREAM: after}, count=100, block=1000)
    entries = [entry for _, stream in answer or () for entry in stream]
    return (entries[-1][0] if entries else after), [event_line(fields) for _, fields in entries]
