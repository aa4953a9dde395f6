"""A marketer picks, looks, saves and sends over HTTP; the push lands where the customer answers."""

import asyncio
from typing import Any

import pytest

from recsys.campaign.draft import Draft
from recsys.contacts.consent import record_consent
from recsys.customers.identity import link
from recsys.events.worker import settle
from tests.fixtures.front import CHEN, Front
from tests.fixtures.stores import NOW
from tests.integration.channels.wechat_peer import OPENID, WechatPeer

PACK_TITLE = "10元流量月包"


def draft(**changed: Any) -> dict[str, Any]:
    """小陈 and whoever else uses much data and lives alone."""
    clauses = [{"tag": "age_band", "op": "has"}, {"tag": "plan_fee", "op": "is", "value": 2900}]
    fields = {
        "name": "流量月包",
        "condition": {"clauses": clauses},
        "product_id": "yt_pk_data_10",
        "channel": "app",
        "text": f"流量不够用?试试{PACK_TITLE},当月有效。",
    }
    return Draft.model_validate(fields | changed).model_dump(mode="json")


async def created(front: Front, **changed: Any) -> str:
    """A saved campaign."""
    answer = await front.http.post(
        "/api/v1/campaigns", json=draft(**changed), headers=front.as_staff("marketer")
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["campaign_id"])


async def send(front: Front, campaign: str) -> dict[str, int]:
    """Send it; counts by state."""
    answer = await front.http.post(f"/api/v1/campaigns/{campaign}/send", headers=front.as_staff("marketer"))
    assert answer.status_code == 200, answer.text
    counts: dict[str, int] = answer.json()
    return counts


async def test_a_preview_counts_and_names_reasons_in_words(front: Front) -> None:
    answer = await front.http.post(
        "/api/v1/campaigns/preview", json=draft(), headers=front.as_staff("marketer")
    )
    seen = answer.json()
    assert seen["considered"] == 39 and seen["remaining"][0] == 39
    held = sum(reason["count"] for reason in seen["suppressed"])
    assert seen["allowed"] + held == seen["remaining"][1] >= 1
    assert all(reason["title"] != reason["code"] for reason in seen["suppressed"])


async def test_a_push_lands_in_the_conversation_and_a_reply_goes_on_from_there(front: Front) -> None:
    counts = await send(front, await created(front))
    assert counts["sent"] >= 1
    conversation = await front.gateway.conversations.current(CHEN, "app")
    (pushed,) = await front.gateway.conversations.transcript(conversation)
    assert pushed.author == "bot" and "回复「退订」" in pushed.replies[0]["text"]
    said = await front.say("这个包是什么", "m1", CHEN)
    assert said["conversation_id"] == conversation


async def test_sending_again_sends_to_nobody_again(front: Front) -> None:
    campaign = await created(front)
    assert await send(front, campaign) == await send(front, campaign)
    conversation = await front.gateway.conversations.current(CHEN, "app")
    assert len(await front.gateway.conversations.transcript(conversation)) == 1


async def test_two_marketers_who_press_send_at_once_send_once(front: Front) -> None:
    campaign, headers = await created(front), front.as_staff("marketer")
    path = f"/api/v1/campaigns/{campaign}/send"
    answers = await asyncio.gather(*(front.http.post(path, headers=headers) for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    conversation = await front.gateway.conversations.current(CHEN, "app")
    assert len(await front.gateway.conversations.transcript(conversation)) == 1


async def test_while_an_agent_speaks_no_push_comes_between(front: Front) -> None:
    conversation = await front.gateway.conversations.current(CHEN, "app")
    await front.gateway.conversations.claim(conversation, "s_fang")
    campaign = await created(front)
    await send(front, campaign)
    assert await front.lines(conversation) == []
    shown = (await front.http.get(f"/api/v1/campaigns/{campaign}", headers=front.as_staff("marketer"))).json()
    assert shown["counts"]["failed"] == 1


async def test_in_wechat_a_push_needs_a_message_of_the_last_two_days(front: Front) -> None:
    link(front.gateway.engine, "wechat", OPENID, CHEN)
    record_consent(front.gateway.engine, CHEN, "wechat", "marketing", True, proof={"said": "好"}, now=NOW)
    before = await send(front, await created(front, channel="wechat"))
    assert "sent" not in before and not front.wechat.sent
    await WechatPeer(front).text("你好")
    settle(front.gateway.engine)
    await send(front, await created(front, channel="wechat", name="第二次"))
    assert len(front.wechat.sent) == 1 and front.wechat.sent[0]["touser"] == OPENID
    assert f"· 回复「{PACK_TITLE}是什么」" in front.wechat.texts[0]


async def test_what_wechat_refuses_is_failed_with_its_code(front: Front) -> None:
    link(front.gateway.engine, "wechat", OPENID, CHEN)
    await WechatPeer(front).text("你好")
    settle(front.gateway.engine)
    front.wechat.failures = [45047]
    counts = await send(front, await created(front, channel="wechat"))
    assert counts["failed"] == 1 and "sent" not in counts


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"text": f"{PACK_TITLE}保本"}, "保本"),
        ({"product_id": "yt_none"}, "没有这个产品"),
        ({"text": "随便看看吧"}, PACK_TITLE),
    ],
)
async def test_a_bad_draft_is_refused_in_words_for_marketers(
    front: Front, changed: dict[str, str], says: str
) -> None:
    for path in ("/api/v1/campaigns", "/api/v1/campaigns/preview"):
        answer = await front.http.post(path, json=draft(**changed), headers=front.as_staff("marketer"))
        assert answer.status_code == 422 and says in answer.json()["detail"]


async def test_a_campaign_shows_who_was_held_back_and_why(front: Front) -> None:
    campaign = await created(front, condition={"clauses": [{"tag": "age_band", "op": "has"}]})
    await send(front, campaign)
    shown = (await front.http.get(f"/api/v1/campaigns/{campaign}", headers=front.as_staff("approver"))).json()
    assert shown["state"] == "sent" and len(shown["suppressed"]) == shown["counts"]["suppressed"]
    assert {"customer_id": "c000006", "code": "open_complaint", "title": "有投诉未结"} in shown["suppressed"]
    missing = await front.http.get("/api/v1/campaigns/cp_none", headers=front.as_staff("marketer"))
    assert missing.status_code == 404
