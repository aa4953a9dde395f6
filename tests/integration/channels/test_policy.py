"""The policy view over HTTP, and suggestions that end when the customer decides elsewhere."""

import json
from datetime import UTC, datetime

import pytest

from recsys.events.event import Event
from recsys.offer.policy import CHANNELS
from recsys.offer.refusal import decline
from recsys.orders.order import place_order
from tests.fixtures.front import CHEN, Front
from tests.integration.channels.test_api import call

PACK = "yt_pk_data_10"
PATH = f"/api/v1/customers/{CHEN}/policy"


def refuse(front: Front) -> None:
    event = Event("recommendation.declined", CHEN, datetime.now(UTC), "wechat", "customer")
    decline(front.gateway.engine, event, [PACK])


async def test_one_view_holds_all_channels_with_words_and_price(front: Front) -> None:
    view = await call(front, "GET", PATH)
    assert view["contacts"].keys() == set(CHANNELS) and view["channel"] is None
    pack = next(offer for offer in view["offers"] if offer["product_id"] == PACK)
    assert pack["terms"].startswith("10.00元/月") and set(pack["channels"]) | pack["not_in"].keys() == set(
        CHANNELS
    )
    assert (
        await front.http.get(PATH, params={"channel": "fax"}, headers=front.as_staff("agent"))
    ).status_code == 422


@pytest.mark.parametrize("channel", [*CHANNELS, "copilot", "web"])
async def test_a_refusal_in_wechat_is_seen_in_every_channel_with_its_end(front: Front, channel: str) -> None:
    refuse(front)
    view = await call(front, "GET", PATH, params={"channel": channel})
    held = next(one for one in view["refusals"] if one["product_id"] == PACK)
    assert held["code"] == "declined" and held["until"] > datetime.now(UTC).isoformat()


async def test_recommendations_of_the_api_rest_it_too(front: Front) -> None:
    refuse(front)
    body = {"customer_id": CHEN, "line": "pack", "k": 10, "channel": "hotline", "context": {}}
    decision = await call(front, "POST", "/api/v1/recommendations", json=body)
    assert {"product_id": PACK, "code": "declined"} in decision["suppressed"]


async def test_an_open_suggestion_ends_when_the_customer_orders_elsewhere(front: Front) -> None:
    conversation = (await front.say("流量不够", "m1", CHEN))["conversation_id"]
    headers = front.as_staff("agent")
    async with front.http.stream("GET", f"/copilot/{conversation}/watch", headers=headers) as stream:
        lines = stream.aiter_lines()
        began = datetime.now(UTC)
        place_order(
            front.gateway.engine, CHEN, PACK, action="order", key="k1", channel="hall", now=datetime.now(UTC)
        )
        async for line in lines:
            if line.startswith("data:"):
                break
    assert json.loads(line.removeprefix("data:"))["products"] == [PACK]
    assert (datetime.now(UTC) - began).total_seconds() < 5
    used = {"step": "s_1", "what": "used", "product": PACK}
    answer = await front.http.post(f"/copilot/{conversation}/feedback", data=used, headers=headers)
    assert answer.status_code == 409 and "作废" in answer.text
