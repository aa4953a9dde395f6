"""Made-up events, as an app or a partner sends them: several in a call."""

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime

from recsys.events.event import Event

CUSTOMERS = 5_000
AT_ONCE = 20  # events of one call
KINDS = (
    (
        "intent.recognised",
        {"intent": "ask_plan_recommend", "confidence": 0.9, "entities": [], "turn_id": "t"},
    ),
    ("intent.recognised", {"intent": "ask_usage", "confidence": 0.8, "entities": [], "turn_id": "t"}),
    ("message.received", {"text": "流量不够用", "kind": "text", "turn_id": "t"}),
    ("answer.shown", {"answers": [{"id": "faq", "version": "1"}], "turn_id": "t"}),
    ("recommendation.declined", {"decision_id": "d", "product_ids": ["yt_cx_79"], "text": "太贵"}),
)


def calls(events: int, seed: int) -> Iterator[list[Event]]:
    """So many events in calls of ``AT_ONCE``; another seed gives others."""
    rng = random.Random(seed)
    made = (_event(f"e_bench_{seed}_{number}", rng) for number in range(events))
    while call := list(itertools.islice(made, AT_ONCE)):
        yield call


def _event(name: str, rng: random.Random) -> Event:
    kind, payload = rng.choice(KINDS)
    customer = f"c{rng.randrange(CUSTOMERS):06}"
    return Event(kind, customer, datetime.now(UTC), "app", "customer", dict(payload), id=name)
