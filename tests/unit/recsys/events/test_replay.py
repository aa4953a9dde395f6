"""Replaying the log proves the tags, or shows where they differ."""

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.replay import replay
from recsys.events.worker import settle
from recsys.sql import schema as t
from tests.fixtures.stores import NOW


def test_population_and_live_events_replay_to_the_same_tags(engine: Engine) -> None:
    asked = {
        "intent": "ask_plan_recommend",
        "confidence": 0.9,
        "entities": [{"entity": "money", "value": 5000}],
    }
    publish(engine, [Event("intent.recognised", "c000002", NOW, "wechat", "system", asked)])
    settle(engine)
    result = replay(engine)
    assert result.differences == ()
    assert result.stored_digest == result.replayed_digest
    assert result.tags > 500


def test_a_chance_of_one_is_the_same_before_and_after(engine: Engine) -> None:
    """SQLite keeps the JSON 1.0 as the whole number 1."""
    sure = {"key": "complaint_escalation_risk", "value": 1.0, "model": "m", "days": 14}
    publish(engine, [Event("tag.set", "c000002", NOW, "app", "system", sure)])
    settle(engine)
    assert replay(engine).differences == ()


def test_a_changed_tag_and_a_lost_contact_are_found_and_can_be_repaired(engine: Engine) -> None:
    with engine.write() as connection:
        connection.execute(
            t.tags.update()
            .where(t.tags.c.customer_id == "c000001", t.tags.c.key == "gender")
            .values(value="male")
        )
        lost = connection.scalar(sa.select(t.contacts.c.event_id).limit(1))
        connection.execute(t.contacts.delete().where(t.contacts.c.event_id == lost))
    found = replay(engine, write=True)
    assert [line.split(":")[0] for line in found.differences] == [f"contact {lost}", "tag c000001 gender"]
    assert replay(engine).differences == ()
