"""The chance that a complaint goes further follows the conversation as a tag, and ends with the complaint."""

from datetime import UTC, datetime
from typing import Any

from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.worker import settle
from recsys.tags.store import tags_of
from tests.fixtures.front import WANG, Front

KEY = "complaint_escalation_risk"


def risk(front: Front) -> Any:
    """What the tags know after everything that waits."""
    settle(front.gateway.engine)
    held = tags_of(front.gateway.engine, WANG, datetime.now(UTC))
    return next((tag.value for tag in held if tag.key == KEY), None)


async def test_a_threat_sets_the_tag_and_the_end_of_the_complaint_takes_it_back(front: Front) -> None:
    await front.take("查一下话费", "m1")
    assert risk(front) is None
    await front.take("你们乱扣费,再不解决我要打12315投诉", "m2")
    assert risk(front) >= 0.5
    done = Event("complaint.resolved", WANG, datetime.now(UTC), "app", "agent", {"ticket": "TS1"})
    publish(front.gateway.engine, [done])
    assert risk(front) is None


async def test_the_same_message_again_tells_nothing_twice(front: Front) -> None:
    for _ in range(2):
        await front.take("你们乱扣费,再不解决我要打12315投诉", "m3")
    settle(front.gateway.engine)
    held = tags_of(front.gateway.engine, WANG, datetime.now(UTC))
    assert [len(tag.evidence) for tag in held if tag.key == KEY] == [1]
