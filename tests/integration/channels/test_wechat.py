"""An Official Account against wechatpy, an independent implementation of WeChat's side."""

import asyncio
import time
from typing import Any

import pytest
import sqlalchemy as sa

from channels.wechat import desk
from recsys.contacts.consent import record_consent
from recsys.contacts.contact_policy import may_contact
from recsys.customers.identity import resolve
from recsys.events.worker import settle
from recsys.sql import schema as t
from tests.fixtures.front import Front
from tests.fixtures.stores import NOW, RedisServer
from tests.integration.channels.wechat_peer import KEY, OPENID, TOKEN, WechatPeer, signature


@pytest.fixture
def peer(front: Front) -> WechatPeer:
    """In plain mode."""
    return WechatPeer(front)


def events(front: Front, customer_id: str) -> list[Any]:
    """The customer's events in the log."""
    settle(front.gateway.engine)
    query = sa.select(t.events).where(t.events.c.customer_id == customer_id).order_by(t.events.c.seq)
    with front.gateway.engine.read() as connection:
        return list(connection.execute(query))


def guest(front: Front) -> str:
    """The customer behind the openid of the tests."""
    return resolve(front.gateway.engine, "wechat", OPENID)


async def test_the_console_can_verify_the_address(front: Front) -> None:
    stamp = str(int(time.time()))
    query = {
        "timestamp": stamp,
        "nonce": "n",
        "echostr": "6523<&>",
        "signature": signature(TOKEN, stamp, "n"),
    }
    answer = await front.http.get("/wechat/main", params=query)
    assert (answer.status_code, answer.text) == (200, "6523<&>")
    assert answer.headers["content-type"].startswith("text/plain")
    forged = await front.http.get("/wechat/main", params=query | {"signature": "0" * 40})
    assert forged.status_code == 403 and "check the token" in forged.json()["detail"]
    assert (await front.http.get("/wechat/other", params=query)).status_code == 404
    assert (await front.http.get("/wechat/main")).status_code == 422


async def test_a_text_is_answered_in_every_mode(front: Front) -> None:
    for mode, account in (
        ("plain", "main"),
        ("compatible", "main"),
        ("encrypted", "main"),
        ("encrypted", "sealed"),
    ):
        text = f"上个月<话费>&多少 {mode} {account}"
        assert await WechatPeer(front, mode, account).text(text) == f"收到:{text}"


async def test_an_account_that_is_encrypted_only_takes_nothing_plain(front: Front) -> None:
    peer = WechatPeer(front, "plain", "sealed")
    refused = await peer.post(peer.xml("text", Content="话费"))
    assert refused.status_code == 403 and "encrypted" in refused.json()["detail"]


async def test_voice_and_links_are_understood_by_their_words(front: Front, peer: WechatPeer) -> None:
    voice = await peer.message("voice", MediaId="m", Format="amr", Recognition="还剩多少流量")
    link = await peer.message("link", Title="花卡", Description="套餐详情", Url="https://example.com")
    assert (voice, link) == ("收到:还剩多少流量", "收到:花卡 套餐详情")
    kinds = [e.payload["kind"] for e in events(front, guest(front)) if e.type == "message.received"]
    assert kinds == ["voice", "link"]


async def test_what_cannot_be_read_is_answered_politely_and_named_for_agents(
    front: Front, peer: WechatPeer
) -> None:
    for kind, says, shown in (
        ("image", "图片我还看不懂", "〔图片〕"),
        ("voice", "没听清", "〔语音〕"),
        ("video", "处理不了", "〔其他消息〕"),
        ("location", "没有保存", "〔位置〕"),
    ):
        reply = await peer.message(kind, MediaId="m", PicUrl="https://example.com/p.jpg")
        assert reply and says in reply
        conversation = await front.gateway.conversations.current(guest(front), "wechat")
        assert (await front.lines(conversation))[-2][1] == shown
    assert not front.rasa.turns


async def test_coordinates_are_stored_nowhere(
    front: Front, peer: WechatPeer, redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    where = {"Location_X": "23.137466", "Location_Y": "113.352425", "Label": "天河区体育西路"}
    await peer.message("location", Scale=20, **where)
    await peer.event("LOCATION", Latitude="23.137466", Longitude="113.352425", Precision="119.385040")
    settle(front.gateway.engine)
    written = [redis_server.folder / "appendonly.aof", *front.gateway.settings.var.glob("huake.db*")]
    stored = caplog.text + "".join(path.read_bytes().decode("utf-8", "ignore") for path in written)
    assert OPENID in stored and "〔位置〕" in stored, "the search itself must be able to find something"
    for secret in ("23.13746", "113.35242", "体育西路"):
        assert secret not in stored


async def test_subscribing_welcomes_and_says_that_it_is_a_bot(front: Front, peer: WechatPeer) -> None:
    reply = await peer.event("subscribe", EventKey="qrscene_hall7")
    assert reply and "机器人" in reply and "转人工" in reply
    (event,) = events(front, guest(front))
    assert (event.type, event.payload["key"]) == ("channel.subscribed", "qrscene_hall7")


async def test_events_are_noted_once_however_often_they_are_delivered(front: Front, peer: WechatPeer) -> None:
    at = int(time.time())
    for name, key in (("SCAN", "hall7"), ("VIEW", "https://example.com/a"), ("SCAN", "hall8")):
        xml = peer.xml("event", Event=name, EventKey=key, CreateTime=at, MsgId=None)
        answers = await asyncio.gather(*(peer.post(xml) for _ in range(6)))
        assert {answer.text for answer in answers} == {"success"}
    noted = [(e.type, e.payload["key"]) for e in events(front, guest(front))]
    assert noted == [
        ("channel.scanned", "hall7"),
        ("channel.viewed", "https://example.com/a"),
        ("channel.scanned", "hall8"),
    ]


async def test_leaving_the_account_ends_its_marketing_at_once_and_no_other(
    front: Front, peer: WechatPeer
) -> None:
    engine = front.gateway.engine
    await peer.text("你好")
    customer = guest(front)
    for channel in ("wechat", "app"):
        record_consent(engine, customer, channel, "marketing", True, proof={"said": "好"}, now=NOW)
    planned = {
        "id": "p_1",
        "campaign_id": "cp_1",
        "customer_id": customer,
        "channel": "wechat",
        "product_id": "x",
        "state": "planned",
        "text": "x",
        "detail": {},
        "planned_at": NOW,
    }
    with engine.write() as connection:
        connection.execute(
            t.pushes.insert(), [planned, planned | {"id": "p_2", "campaign_id": "cp_2", "channel": "app"}]
        )
    assert await peer.event("unsubscribe") is None
    assert may_contact(engine, customer, "wechat", "marketing", None, NOW) == "opted_out"
    assert may_contact(engine, customer, "app", "marketing", None, NOW) != "opted_out"
    with engine.read() as connection:
        states = dict(connection.execute(sa.select(t.pushes.c.id, t.pushes.c.state)).all())
        proof = connection.scalar(
            sa.select(t.consents.c.proof)
            .where(t.consents.c.customer_id == customer)
            .order_by(t.consents.c.id.desc())
        )
    assert states == {"p_1": "cancelled", "p_2": "planned"}
    assert proof["event"] == "unsubscribe" and proof["account"] == "main"


async def test_a_menu_item_is_a_turn(peer: WechatPeer) -> None:
    assert await peer.event("CLICK", EventKey="查话费") == "收到:查话费"


MALFORMED = [
    b"",
    b"not xml",
    b"<xml><ToUserName>x</ToUserName>",
    b"<xml></xml>",
    b"<xml><ToUserName>a</ToUserName><FromUserName>b</FromUserName><CreateTime>soon</CreateTime><MsgType>text</MsgType></xml>",
    b"<xml><ToUserName>a</ToUserName><FromUserName>b</FromUserName><CreateTime>99999999999999</CreateTime><MsgType>text</MsgType></xml>",
    b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><xml><MsgType>&b;</MsgType></xml>',
    b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><MsgType>&f;</MsgType></xml>',
    b"\xff\xfe\x00<xml>",
]


async def test_malformed_and_malicious_xml_is_refused_without_a_turn(peer: WechatPeer) -> None:
    for body in MALFORMED:
        answer = await peer.post(body)
        assert answer.status_code == 400, body
        assert "cannot be read" in answer.json()["detail"] and "passwd" not in answer.text
    assert not peer.front.rasa.turns


async def test_forged_stale_and_oversized_requests_are_refused(front: Front) -> None:
    plain, sealed = WechatPeer(front), WechatPeer(front, "encrypted")
    xml = plain.xml("text", Content="话费多少")
    old, new = str(int(time.time()) - 400), str(int(time.time()) + 400)
    assert (await plain.post(xml, signature="0" * 40)).status_code == 403
    assert (await plain.post(xml, timestamp=old)).status_code == 403
    assert (await plain.post(xml, timestamp=new)).status_code == 403
    assert (await plain.post(xml, timestamp="²")).status_code == 403
    assert (await plain.post("<xml>" + "x" * 70_000 + "</xml>")).status_code == 413
    forged = await sealed.post(xml, msg_signature="0" * 40)
    assert forged.status_code == 400 and "msg_signature" in forged.json()["detail"]
    sealed.crypto = type(sealed.crypto)(TOKEN, KEY, "wx_of_another")
    other = await sealed.post(xml)
    assert other.status_code == 400 and "another app" in other.json()["detail"]
    assert not front.rasa.turns


async def test_three_deliveries_of_one_message_are_one_turn(front: Front, peer: WechatPeer) -> None:
    front.rasa.delay_s = 0.3
    xml = peer.xml("text", Content="退订彩铃", MsgId=42)
    answers = await asyncio.gather(*(peer.post(xml) for _ in range(3)))
    assert {peer.read(answer) for answer in answers} == {"收到:退订彩铃"}
    assert len(front.rasa.turns) == 1
    kinds = [e.type for e in events(front, guest(front))]
    assert kinds.count("message.received") == kinds.count("message.sent") == 1


async def test_a_late_answer_follows_as_a_message_of_its_own_once(
    front: Front, peer: WechatPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "ANSWER_WITHIN_S", 0.3)
    front.rasa.delay_s = 1.0
    xml = peer.xml("text", Content="推荐个套餐", MsgId=43)
    started = time.monotonic()
    first = await peer.post(xml)
    assert first.text == "success" and time.monotonic() - started < 0.9
    again = await peer.post(xml)
    assert again.text == "success"
    for _ in range(60):
        if front.wechat.sent:
            break
        await asyncio.sleep(0.05)
    assert (await peer.post(xml)).text == "success"
    await asyncio.sleep(0.3)
    assert front.wechat.texts == ["收到:推荐个套餐"]
    assert front.wechat.sent[0]["touser"] == OPENID
    assert len(front.rasa.turns) == 1


async def test_customers_are_answered_before_wechat_gives_up() -> None:
    assert desk.ANSWER_WITHIN_S <= 4.0


async def test_after_a_takeover_the_bot_does_not_even_comment_a_picture(
    front: Front, peer: WechatPeer
) -> None:
    await peer.text("转人工")
    conversation = await front.gateway.conversations.current(guest(front), "wechat")
    agent = front.as_staff("agent")
    path = f"/api/v1/conversations/{conversation}"
    await front.http.post(f"{path}/takeover", headers=agent)
    assert await peer.message("image", PicUrl="https://example.com/p.jpg") is None
    assert await peer.text("看到了吗") is None
    await front.http.post(f"{path}/messages", json={"text": "看到了"}, headers=agent)
    assert [text[:4] for text in front.wechat.texts] == ["您好,人", "看到了"]


async def test_an_agent_learns_when_wechat_does_not_deliver(front: Front, peer: WechatPeer) -> None:
    await peer.text("转人工")
    conversation = await front.gateway.conversations.current(guest(front), "wechat")
    path, agent = f"/api/v1/conversations/{conversation}", front.as_staff("agent")
    await front.http.post(f"{path}/takeover", headers=agent)
    front.wechat.failures = [45015]
    answer = await front.http.post(f"{path}/messages", json={"text": "在吗"}, headers=agent)
    assert answer.status_code == 502 and "45015" in answer.json()["detail"]


async def test_without_redis_wechat_customers_are_told(
    front: Front, peer: WechatPeer, redis_server: RedisServer
) -> None:
    await peer.text("你好")
    redis_server.kill()
    reply = await peer.text("话费多少")
    assert reply and "没有处理成" in reply
    redis_server.start()
    assert await peer.text("话费多少") == "收到:话费多少"


async def test_cards_become_readable_text_of_the_size_that_wechat_takes(
    front: Front, peer: WechatPeer
) -> None:
    card = {
        "type": "card",
        "kind": "plan",
        "title": "畅享59套餐",
        "price": "59元/月",
        "facts": [{"label": "通用流量", "value": "30GB"}],
        "saving": {"text": "每月约省38.50元"},
        "reasons": ["近6个月有4个月超出流量"],
        "actions": [{"label": "办理", "text": "办理畅享59套餐"}],
    }
    front.rasa.answers = lambda _: [card, {"type": "text", "text": "很长的说明。\n" * 400}]
    reply = await peer.text("推荐套餐")
    assert reply is not None and len(reply.encode()) <= 2048 and reply.endswith("…")
    assert reply.splitlines()[:5] == [
        "【畅享59套餐】 59元/月",
        "通用流量:30GB",
        "每月约省38.50元",
        "近6个月有4个月超出流量",
        "· 回复「办理畅享59套餐」",
    ]
