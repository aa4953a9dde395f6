"""The access token has one refresher, and failures say whether trying again is of use."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from channels.gateway import open_redis
from channels.transport import TransportError
from channels.wechat import outlet
from channels.wechat.account import WechatAccount
from channels.wechat.address import Address, remember
from channels.wechat.api import WechatApi
from recsys.customers.identity import link
from recsys.engine import Engine
from tests.fixtures.front import SECRET, WANG
from tests.standins.serve import serving
from tests.standins.wechat import WechatStandin

ACCOUNT = WechatAccount.model_validate({"app_id": "wx1", "token": "t", "secret": SECRET})


@asynccontextmanager
async def apis(engine: Engine, wechat: WechatStandin, count: int) -> AsyncIterator[list[WechatApi]]:
    """As many processes as ``count``, each with connections of its own."""
    async with serving(wechat.app()) as url:
        stores = [open_redis(engine.settings.redis_url) for _ in range(count)]
        opened = [WechatApi(ACCOUNT, store, url, timeout_s=1) for store in stores]
        try:
            yield opened
        finally:
            for api, store in zip(opened, stores, strict=True):
                await api.close()
                await store.aclose()


@asynccontextmanager
async def redis_of(engine: Engine) -> AsyncIterator[Redis]:
    """The engine's Redis, asynchronously."""
    store = open_redis(engine.settings.redis_url)
    yield store
    await store.aclose()


async def test_of_twenty_who_need_a_token_one_asks_for_it(engine: Engine, wechat: WechatStandin) -> None:
    wechat.token_delay_s = 0.2
    async with apis(engine, wechat, 20) as opened:
        tokens = await asyncio.gather(*(api.token() for api in opened))
    assert set(tokens) == {"token-1"} and wechat.tokens_issued == 1


async def test_a_token_that_was_dropped_is_renewed_once_by_twenty_senders(
    engine: Engine, wechat: WechatStandin
) -> None:
    async with apis(engine, wechat, 20) as opened:
        await opened[0].send_text("o1", "第一条")
        wechat.drop_tokens()
        await asyncio.gather(*(api.send_text("o1", f"第{n}条") for n, api in enumerate(opened, 2)))
    assert wechat.tokens_issued == 2
    assert len(wechat.sent) == 21


async def test_a_token_is_renewed_before_it_ends(engine: Engine, wechat: WechatStandin) -> None:
    wechat.expires_in = 301
    async with apis(engine, wechat, 1) as (api,):
        assert await api.token() == "token-1"
        await asyncio.sleep(1.2)
        assert await api.token() == "token-2"


async def test_a_dead_refresher_does_not_block_for_ever(engine: Engine, wechat: WechatStandin) -> None:
    engine.redis.set("huake:wechat:token:wx1:refresher", "1", px=400)
    async with apis(engine, wechat, 1) as (api,):
        assert await api.token() == "token-1"


async def test_a_wrong_secret_is_permanent(engine: Engine, wechat: WechatStandin) -> None:
    wechat.secret = "another"
    async with apis(engine, wechat, 1) as (api,):
        with pytest.raises(TransportError) as failed:
            await api.send_text("o1", "您好")
    assert (failed.value.code, failed.value.permanent) == ("40125", True)


@pytest.mark.parametrize(
    ("code", "permanent"), [(45015, True), (45047, True), (48001, True), (-1, False), (45009, False)]
)
async def test_a_failure_says_whether_to_try_again(
    engine: Engine, wechat: WechatStandin, code: int, permanent: bool
) -> None:
    wechat.failures = [code]
    async with apis(engine, wechat, 1) as (api,):
        with pytest.raises(TransportError) as failed:
            await api.send_text("o1", "您好")
    assert (failed.value.code, failed.value.permanent) == (str(code), permanent)


@pytest.mark.parametrize("code", [40001, 42001])
async def test_a_token_that_wechat_does_not_take_is_replaced_without_a_word(
    engine: Engine, wechat: WechatStandin, code: int
) -> None:
    wechat.failures = [code]
    async with apis(engine, wechat, 1) as (api,):
        await api.send_text("o1", "您好")
    assert wechat.texts == ["您好"] and wechat.tokens_issued == 2


async def test_a_message_that_may_have_arrived_is_not_sent_again(
    engine: Engine, wechat: WechatStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlet, "PAUSE_S", 0.01)
    link(engine, "wechat", "o1", WANG)
    wechat.delay_s = 1.5
    async with apis(engine, wechat, 1) as (api,), redis_of(engine) as store:
        with pytest.raises(TransportError) as failed:
            await outlet.WechatOutlet(engine, store, {"main": api}).send(
                WANG, [{"type": "text", "text": "您好"}]
            )
    assert (failed.value.code, wechat.tries) == ("interrupted", 1)


async def test_a_passing_failure_is_tried_again_and_a_permanent_one_is_not(
    engine: Engine, wechat: WechatStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlet, "PAUSE_S", 0.01)
    link(engine, "wechat", "o1", WANG)
    async with apis(engine, wechat, 1) as (api,), redis_of(engine) as store:
        door = outlet.WechatOutlet(engine, store, {"main": api})
        wechat.failures = [-1, -1, 0]
        await door.send(WANG, [{"type": "text", "text": "您好"}])
        assert (wechat.texts, wechat.tries) == (["您好"], 3)
        wechat.failures = [45015]
        with pytest.raises(TransportError, match="45015"):
            await door.send(WANG, [{"type": "text", "text": "还在吗"}])
        assert wechat.tries == 4
        wechat.failures = [-1, -1, -1, 0]
        with pytest.raises(TransportError, match="-1"):
            await door.send(WANG, [{"type": "text", "text": "还在吗"}])


async def test_who_writes_in_two_accounts_is_answered_where_they_wrote_last(
    engine: Engine, wechat: WechatStandin
) -> None:
    """As 小陈 of one account and as somebody else of another; before that, the known openid is used."""
    other = WechatStandin(SECRET)
    async with (
        apis(engine, wechat, 1) as (first,),
        apis(engine, other, 1) as (second,),
        redis_of(engine) as store,
    ):
        second._key += ":second"
        door = outlet.WechatOutlet(engine, store, {"main": first, "bank": second})
        await door.send(WANG, [{"type": "text", "text": "一"}])
        await remember(store, WANG, Address("bank", "o-of-the-bank"))
        await door.send(WANG, [{"type": "text", "text": "二"}])
        await remember(store, WANG, Address("closed", "o3"))
        await door.send(WANG, [{"type": "text", "text": "三"}])
        with pytest.raises(TransportError, match="no_openid"):
            await door.send("c999999", [{"type": "text", "text": "四"}])
    assert [(m["touser"], m["text"]["content"]) for m in wechat.sent] == [
        ("wx_c000001", "一"),
        ("wx_c000001", "三"),
    ]
    assert [(m["touser"], m["text"]["content"]) for m in other.sent] == [("o-of-the-bank", "二")]


async def test_chinese_arrives_as_chinese(engine: Engine, wechat: WechatStandin) -> None:
    async with apis(engine, wechat, 1) as (api,):
        await api.send_text("o1", "「套餐」<59元>&😀")
    assert wechat.texts == ["「套餐」<59元>&😀"]
