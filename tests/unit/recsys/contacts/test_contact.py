"""Which events count as contacts, and of which kind."""

from datetime import UTC, datetime
from typing import Any

import pytest

from recsys.contacts.contact import KINDS, contact_of
from recsys.events.event import Actor, Event

NOW = datetime(2026, 11, 18, 4, tzinfo=UTC)


def event(name: str, actor: Actor = "customer", /, **payload: Any) -> Event:
    return Event(name, "c000001", NOW, "hotline", actor, payload, conversation_id="v_1")


@pytest.mark.parametrize(
    ("happened", "kind", "business"),
    [
        (event("intent.recognised", intent="ask_usage"), "业务查询", "流量"),
        (event("intent.recognised", intent="ask_plan_recommend"), "咨询", "套餐"),
        (event("complaint.raised", summary="被多扣费"), "投诉", "投诉"),
        (event("order.placed", business_type="流量包"), "业务办理", "流量包"),
        (event("push.sent", title="新套餐"), "营销接触", "推送"),
        (event("care.sent"), "关怀", "关怀"),
        (event("contact.made", kind="咨询", business_type="宽带"), "咨询", "宽带"),
    ],
)
def test_each_kind_of_contact_is_recognised(happened: Event, kind: str, business: str) -> None:
    contact = contact_of(happened)
    assert contact is not None
    assert (contact.kind, contact.business_type, contact.department) == (kind, business, "客服中心")
    assert kind in KINDS


def test_small_talk_and_inner_events_are_no_contacts() -> None:
    assert contact_of(event("intent.recognised", intent="greet")) is None
    assert contact_of(event("month.closed")) is None


def test_the_handler_is_named() -> None:
    by_agent = contact_of(event("complaint.raised", "agent", agent="坐席小方"))
    by_bot = contact_of(event("care.sent", "bot"))
    assert by_agent is not None and by_agent.handled_by == "坐席小方"
    assert by_bot is not None and by_bot.handled_by == "机器人"


def test_a_contact_of_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="关怀"):
        contact_of(event("contact.made", kind="聊天"))
