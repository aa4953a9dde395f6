"""Parts die in the middle of a talk: a polite answer or a clear error, nothing lost, nothing doubled."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import httpx
import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events.replay import replay
from recsys.orders.order import orders_of
from recsys.service.ticket import tickets_of
from recsys.sql import schema as t
from scripts.system import System
from tests.conversations.effects import eventually
from tests.conversations.manners import APOLOGY
from tests.fixtures.talk import Customer
from tests.fixtures.twins import openid_of, twin
from tests.fixtures.wechat import WechatServer
from tests.fixtures.wechat_peer import WechatPeer, message


@contextmanager
def dead(system: System, part: str) -> Iterator[None]:
    """The part is killed, and back at the end."""
    system.kill(part)
    try:
        yield
    finally:
        system.restart(part)


def test_redis_dies_between_question_and_yes_and_the_order_is_placed_once(
    faulty: System, stores: Engine, http: httpx.Client
) -> None:
    zhou = Customer(faulty, http, twin(stores, "周女士"))
    assert "确认办理吗" in zhou.say("换成畅享59元套餐").words
    yes = uuid4().hex
    with dead(faulty, "redis"):
        failed = zhou.post("确认", yes)
        assert failed.status_code == 503
        assert failed.headers["content-type"] == "application/problem+json"
        assert "again" in failed.json()["detail"]
        assert not orders_of(stores, zhou.id)
    assert zhou.say("确认", yes).cards("order")
    assert zhou.say("确认", yes).cards("order")
    assert len(orders_of(stores, zhou.id)) == 1


def test_without_actions_the_customer_hears_so_and_can_reach_a_person(
    faulty: System, stores: Engine, http: httpx.Client
) -> None:
    chen = Customer(faulty, http, twin(stores, "小陈"))
    assert chen.say("推荐个划算的套餐").cards("plan")
    with dead(faulty, "actions"):
        answer = chen.say("再推荐个流量大的套餐")
        assert APOLOGY in answer.words
        assert "转人工" in answer.words
        assert "人工" in chen.say("转人工").words
        assert stores.redis.hexists(f"huake:conv:{chen.conversation}:meta", "waiting_since")
    assert chen.say("推荐个划算的套餐").cards("plan")


def test_without_rasa_the_customer_hears_so_and_can_reach_a_person(
    faulty: System, stores: Engine, http: httpx.Client
) -> None:
    wang = Customer(faulty, http, twin(stores, "王阿姨"))
    assert "确认开通吗" in wang.say("给我开个来电提醒").words
    with dead(faulty, "rasa"):
        answer = wang.say("确认")
        assert APOLOGY in answer.words
        assert answer.seconds < 3
        assert "人工" in wang.say("转人工").words
        assert not orders_of(stores, wang.id)
    assert wang.say("确认").cards("order")


def test_events_wait_for_a_dead_worker_and_count_once(
    faulty: System, stores: Engine, http: httpx.Client
) -> None:
    people = [Customer(faulty, http, twin(stores, name)) for name in ("小陈", "小林", "张姐")]
    assert replay(stores).differences == ()
    with dead(faulty, "worker"):
        for person in people:
            person.say("推荐个套餐")
            person.say("这个月话费多少")
    assert eventually(lambda: all(_heard(stores, person.id) == 2 for person in people), 10)
    assert replay(stores).differences == ()
    assert _doubles(stores) == []


def test_redis_dies_with_events_in_the_stream_and_none_is_lost(
    faulty: System, stores: Engine, http: httpx.Client
) -> None:
    lin = Customer(faulty, http, twin(stores, "小林"))
    with dead(faulty, "worker"):
        for text in ("还剩多少流量", "买个流量包", "算了"):
            lin.say(text)
        faulty.restart("redis")
    assert eventually(lambda: _heard(stores, lin.id) == 3, 15)
    assert replay(stores).differences == ()


def test_wechat_delivers_three_times_at_once_and_one_complaint_is_opened(
    faulty: System, stores: Engine, http: httpx.Client
) -> None:
    liu = twin(stores, "小陈")
    peer = WechatPeer(f"{faulty.url}/wechat/yuntong", http)
    once = message(openid_of(liu), Content="我要投诉,营业厅乱收费,收了我两百块没有给发票")
    with ThreadPoolExecutor(3) as pool:
        answers = [peer.read(answer) for answer in pool.map(peer.post, [once] * 3)]
    assert len({answer for answer in answers if answer}) == 1
    assert len(tickets_of(stores, liu)) == 1


def test_an_answer_that_comes_too_late_for_wechat_follows_as_a_message_once(
    faulty: System, stores: Engine, http: httpx.Client, wechat_server: WechatServer
) -> None:
    openid = openid_of(twin(stores, "王阿姨"))
    peer = WechatPeer(f"{faulty.url}/wechat/yuntong", http)
    slow = message(openid, Content="我现在是什么套餐")
    with ThreadPoolExecutor(2) as pool, _paused(faulty, "actions", 5.5):
        first = pool.submit(peer.post, slow)
        time.sleep(5)
        assert peer.read(first.result()) is None
        again = pool.submit(peer.post, slow)
    assert peer.read(again.result()) is None
    assert len(wechat_server.wait_for(openid)) == 1
    time.sleep(0.5)
    assert len(wechat_server.wait_for(openid)) == 1
    assert "套餐" in wechat_server.wait_for(openid)[0]


@contextmanager
def _paused(system: System, part: str, seconds: float) -> Iterator[None]:
    """The part hangs for so long from now on."""
    process, began = system.supervisor.children[part], time.monotonic()
    os.killpg(process.pid, signal.SIGSTOP)
    try:
        yield
        time.sleep(max(0.0, seconds - (time.monotonic() - began)))
    finally:
        os.killpg(process.pid, signal.SIGCONT)


def _heard(stores: Engine, customer_id: str) -> int:
    e = t.events.c
    query = sa.select(sa.func.count()).where(
        e.customer_id == customer_id, e.type == "message.received", ~e.id.endswith(customer_id)
    )
    with stores.read() as connection:
        return int(connection.scalar(query) or 0)


def _doubles(stores: Engine) -> list[str]:
    """Turns that were answered more than once."""
    e = t.events.c
    query = sa.select(e.caused_by).where(e.type == "message.sent").group_by(e.caused_by)
    with stores.read() as connection:
        return [str(one) for one in connection.scalars(query.having(sa.func.count() > 1)) if one]
