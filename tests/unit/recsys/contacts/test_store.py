"""The stored timeline is the same, however events are cut into batches, and as a replay makes it."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from recsys.contacts.follow import follow_all
from recsys.contacts.store import contact_in, store_contacts
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.sql import schema as t
from tests.fixtures.stores import NOW

WHO = ("c000001", "c000002")
STEPS: list[tuple[str, str, dict[str, Any]]] = [
    *[
        ("intent.recognised", "system", {"intent": i})
        for i in ("ask_usage", "ask_bill", "complain", "ask_roaming")
    ],
    *[
        ("intent.recognised", "system", {"intent": i})
        for i in ("stop_marketing", "buy_data_pack", "assess_risk")
    ],
    ("message.sent", "bot", {}),
    ("message.sent", "agent", {"agent": "s_1"}),
    ("complaint.raised", "customer", {"ticket": "TS1"}),
    ("complaint.raised", "customer", {"ticket": "TS2"}),
    ("complaint.resolved", "agent", {"ticket": "TS1"}),
    ("order.placed", "customer", {"line": "pack", "business_type": "流量包"}),
    ("recommendation.declined", "customer", {"line": "pack"}),
    ("handoff.requested", "customer", {}),
    ("handoff.accepted", "agent", {"agent": "s_1"}),
    ("handoff.ended", "agent", {"settled": True}),
    *[(f"push.{what}", "system", {"push_id": "p_1"}) for what in ("planned", "sent", "opened", "cancelled")],
    ("consent.withdrawn", "customer", {"purpose": "marketing"}),
    ("assessment.completed", "customer", {"level": "C2"}),
]


def a_life(rng: Random, count: int) -> list[Event]:
    """Random happenings in three conversations and outside of any, some at the same moment."""
    events = []
    for number in range(count):
        kind, actor, said = rng.choice(STEPS)
        at = NOW + timedelta(minutes=rng.choice((0, number)))
        who = rng.choice(WHO)
        talk = rng.choice((None, f"v_1{who}", f"v_2{who}"))
        ticket = {"ticket": said["ticket"] + who} if "ticket" in said else {}
        push = {"push_id": "p" + who} if "push_id" in said else {}
        events.append(Event(kind, who, at, "app", actor, said | ticket | push, talk, id=f"e_{number}"))  # type: ignore[arg-type]
    return events


@pytest.mark.parametrize("seed", range(25))
def test_batches_of_any_size_give_the_timeline_of_one_fold(engine: Engine, seed: int) -> None:
    rng = Random(seed)
    events = a_life(rng, 60)
    with engine.write() as connection:
        connection.execute(t.contacts.delete())
    left = list(events)
    while left:
        size = rng.randint(1, 9)
        with engine.write() as connection:
            store_contacts(connection, left[:size])
        left = left[size:]
    with engine.read() as connection:
        stored = [contact_in(row) for row in connection.execute(sa.select(t.contacts))]
    assert sorted(stored, key=lambda one: (one.at, one.event_id)) == follow_all(events)
