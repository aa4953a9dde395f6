"""After a call: 小陈 was told of a pack and did not order; what becomes of the message to him."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from recsys.campaign.hangup import AFTER, plan_follow_up, send_due
from recsys.contacts.consent import record_consent
from recsys.contacts.timeline import contacts_of
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.worker import settle
from recsys.offer.refusal import decline
from recsys.orders.order import place_order
from recsys.sql import schema as t
from tests.fixtures.stores import NOW

CHEN, PACK = "c000002", "yt_pk_data_10"
LATER = NOW + AFTER


@pytest.fixture(autouse=True)
def sms_is_allowed(engine: Engine) -> None:
    record_consent(engine, CHEN, "sms", "marketing", True, proof={"said": "可以发"}, now=NOW)


def sent(engine: Engine, now: datetime, failure: str | None = None) -> list[str]:
    """The texts that go out."""
    texts: list[str] = []

    def send(customer_id: str, replies: list[dict[str, Any]]) -> str | None:
        texts.append(replies[0]["text"])
        return failure

    send_due(engine, send, now)
    return texts


def state(engine: Engine) -> tuple[str, str | None]:
    with engine.read() as connection:
        row = connection.execute(sa.select(t.pushes.c.state, t.pushes.c.reason)).one()
    return row.state, row.reason


def test_it_waits_and_then_says_how_to_order_and_how_to_end_it(engine: Engine) -> None:
    planned = plan_follow_up(engine, CHEN, "call", [PACK], NOW)
    assert (planned.product_id, planned.due_at) == (PACK, LATER)
    assert sent(engine, LATER - timedelta(seconds=1)) == []
    [text] = sent(engine, LATER)
    assert "办理10元流量月包" in text and "10.00元/月" in text and "退订" in text
    assert state(engine) == ("sent", None) and sent(engine, LATER) == []


def test_with_an_address_it_holds_a_link(engine: Engine) -> None:
    settings = engine.settings.model_copy(update={"public_url": "https://chat.example.com/"})
    plan_follow_up(Engine(settings, engine.catalogue, engine.sql, engine.redis), CHEN, "call", [PACK], NOW)
    assert "https://chat.example.com/chat?say=%E5%8A%9E%E7%90%86" in sent(engine, LATER)[0]


def test_one_call_gives_one_message_for_the_first_that_may_be_sent(engine: Engine) -> None:
    decline(engine, Event("recommendation.declined", CHEN, NOW, "hotline", "agent"), [PACK])
    for _ in range(2):
        planned = plan_follow_up(engine, CHEN, "call", [PACK, "no_such", "yt_pk_data_20"], NOW)
    assert planned.product_id == "yt_pk_data_20"
    assert planned.refused == {PACK: "declined", "no_such": "not_on_sale"}
    assert len(sent(engine, LATER)) == 1


def test_an_order_meanwhile_takes_it_back(engine: Engine) -> None:
    plan_follow_up(engine, CHEN, "call", [PACK], NOW)
    place_order(engine, CHEN, PACK, action="order", key="k", channel="app", now=NOW + timedelta(minutes=2))
    assert sent(engine, LATER) == [] and state(engine) == ("cancelled", "already_ordered")


def test_the_policy_is_asked_again_when_it_is_due(engine: Engine) -> None:
    plan_follow_up(engine, CHEN, "call", [PACK], NOW)
    night = NOW + timedelta(hours=10)
    assert sent(engine, night) == [] and state(engine) == ("suppressed", "quiet_hours")


def test_without_consent_nothing_is_planned(engine: Engine) -> None:
    record_consent(engine, CHEN, "sms", "marketing", False, proof={}, now=NOW)
    assert plan_follow_up(engine, CHEN, "call", [PACK], NOW).refused == {PACK: "opted_out"}


def test_the_timeline_follows_it(engine: Engine) -> None:
    plan_follow_up(engine, CHEN, "call", [PACK], NOW)
    sent(engine, LATER, failure="no_outlet")
    settle(engine)
    row = next(one for one in contacts_of(engine, CHEN) if one.channel == "sms")
    assert (row.kind, row.business_type, row.result) == ("营销接触", "流量包", "发送失败")
