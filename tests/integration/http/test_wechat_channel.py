"""WeChat in encrypted mode, with wechatpy as the peer."""

import httpx
import pytest

from recsys.engine import Engine
from scripts.system import System
from tests.conversations.manners import _clean as clean
from tests.fixtures.twins import openid_of, twin
from tests.fixtures.wechat_peer import WechatPeer, message


@pytest.fixture
def peer(system: System, http: httpx.Client) -> WechatPeer:
    """WeChat's server, as far as we can tell."""
    return WechatPeer(f"{system.url}/wechat/yuntong", http)


def test_a_question_is_answered_within_the_same_request(peer: WechatPeer, live: Engine) -> None:
    chen = openid_of(twin(live, "小陈"))
    said = peer.say(chen, "流量老是超,给我推荐个合适的套餐")
    assert said is not None
    assert "每月约省" in said
    assert not [*clean(said)]
    assert len(said.encode()) <= 2048


def test_voice_is_read_by_its_recognition(peer: WechatPeer, live: Engine) -> None:
    wang = openid_of(twin(live, "王阿姨"))
    voice = message(wang, "voice", MediaId="m1", Format="amr", Recognition="这个月话费多少钱。")
    said = peer.read(peer.post(voice))
    assert said is not None
    assert "元" in said


@pytest.mark.parametrize("kind", ["image", "location", "video", "shortvideo"])
def test_what_cannot_be_understood_is_answered_politely(peer: WechatPeer, live: Engine, kind: str) -> None:
    openid = openid_of(twin(live, "王阿姨"))
    said = peer.read(peer.post(message(openid, kind, MediaId="m1", Location_X="23.1", Location_Y="113.3")))
    assert said is not None
    assert "转人工" in said or "告诉我" in said


def test_who_subscribes_is_welcomed_by_a_bot_that_says_so(peer: WechatPeer) -> None:
    said = peer.read(peer.post(message("openid-newcomer", "event", Event="subscribe")))
    assert said is not None
    assert "机器人" in said


def test_an_unknown_follower_can_ask_as_a_guest(peer: WechatPeer) -> None:
    said = peer.say("openid-stranger", "我现在是什么套餐")
    assert said is not None
    assert "还没有查到" in said


def test_a_retry_of_the_same_message_does_nothing_new(peer: WechatPeer, live: Engine) -> None:
    lin = openid_of(twin(live, "小林"))
    once = message(lin, Content="我要投诉,信号差了一个月没人管,要求赔偿")
    first, again = peer.read(peer.post(once)), peer.read(peer.post(once))
    assert first is not None
    assert "编号" in first
    assert first == again


def test_a_forged_message_is_refused(peer: WechatPeer, live: Engine) -> None:
    genuine = peer.post(message("openid-x", Content="你好"))
    assert genuine.status_code == 200
    query = dict(genuine.request.url.params) | {"msg_signature": "0" * 40}
    forged = peer.http.post(peer.url, params=query, content=genuine.request.content)
    assert forged.status_code == 400
