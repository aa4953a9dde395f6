"""One message, one turn: with a real Redis, a real database, and Rasa misbehaving."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from redis.asyncio import Redis

from channels.lock import CustomerLocks, Held, nothing
from channels.message import Incoming
from channels.turn import StillRunning
from recsys.events.event import Event
from recsys.events.log import enqueue
from recsys.events.worker import settle
from recsys.sql import schema as t
from tests.fixtures.front import CHEN, WANG, Front


def kinds(front: Front) -> Counter[str]:
    """How many events of each type the log holds for the day of the test."""
    settle(front.gateway.engine)
    e = t.events.c
    query = sa.select(e.type).where(e.conversation_id.is_not(None), e.type.not_like("push.%"))
    with front.gateway.engine.read() as connection:
        return Counter(connection.scalars(query))


@pytest.fixture(autouse=True)
def without_history(front: Front) -> None:
    """The population has conversations of its own; here only those of the test count."""
    with front.gateway.engine.write() as connection:
        connection.execute(t.events.delete().where(t.events.c.conversation_id.is_not(None)))


async def test_a_turn_answers_and_tells_each_thing_once(front: Front) -> None:
    outcome = await front.take("上个月话费多少", "m1")
    assert outcome.owner == "bot"
    assert outcome.replies == [{"type": "text", "text": "收到:上个月话费多少"}]
    assert kinds(front) == {"message.received": 1, "intent.recognised": 1, "message.sent": 1}
    assert await front.lines(outcome.conversation_id) == [
        ("customer", "上个月话费多少"),
        ("bot", "收到:上个月话费多少"),
    ]


async def test_rasa_learns_who_asks_where_and_when(front: Front) -> None:
    outcome = await front.take("还剩几个G", "m1", CHEN)
    asked = front.rasa.turns[0]
    assert asked["conversation_id"] == outcome.conversation_id
    assert asked["metadata"]["customer_id"] == CHEN
    assert asked["metadata"]["turn_id"] == outcome.turn_id
    assert asked["metadata"]["at"].endswith("+00:00")


async def test_twenty_copies_at_once_are_one_turn(front: Front) -> None:
    front.rasa.delay_s = 0.1
    outcomes = await asyncio.gather(*(front.take("退订彩铃", "m1") for _ in range(20)))
    assert len({outcome.to_json() for outcome in outcomes}) == 1
    assert [outcome.again for outcome in outcomes].count(False) == 1
    assert len(front.rasa.turns) == 1
    assert kinds(front) == {"message.received": 1, "intent.recognised": 1, "message.sent": 1}
    assert len(await front.lines(outcomes[0].conversation_id)) == 2


async def test_fifty_messages_at_once_are_answered_one_by_one_in_order(front: Front) -> None:
    outcomes = await asyncio.gather(*(front.take(f"第{n}条", f"m{n}") for n in range(50)))
    expected = [pair for n in range(50) for pair in (("customer", f"第{n}条"), ("bot", f"收到:第{n}条"))]
    assert await front.lines(outcomes[0].conversation_id) == expected


async def test_two_customers_do_not_wait_for_each_other(front: Front) -> None:
    front.rasa.delay_s = 0.4
    async with asyncio.timeout(1.5):
        await asyncio.gather(*(front.take("查话费", "m1", f"c{n:06}") for n in range(1, 9)))
    assert len(front.rasa.turns) == 8


@pytest.mark.parametrize("trouble", ["late", "error", "empty", "nonsense", "wrong shape"])
async def test_a_failing_rasa_becomes_an_apology_with_a_way_on(front: Front, trouble: str) -> None:
    if trouble == "late":
        front.rasa.delay_s = 5
    elif trouble == "error":
        front.rasa.status = 500
    elif trouble == "empty":
        front.rasa.answers = lambda _: []
    else:
        front.rasa.raw = {"nonsense": "<html>", "wrong shape": '{"replies": [{"text": "x"}], "nlu": {}}'}[
            trouble
        ]
    outcome = await front.take("帮我看看套餐", "m1")
    (reply,) = outcome.replies
    assert reply["type"] == "choices" and reply["text"].startswith("抱歉")
    assert [option["text"] for option in reply["options"]] == ["帮我看看套餐", "转人工"]


async def test_a_silent_bot_is_still_understood(front: Front) -> None:
    front.rasa.answers = lambda _: []
    await front.take("帮我看看套餐", "m1")
    assert kinds(front)["intent.recognised"] == 1


@pytest.mark.parametrize("text", ["转人工", "人工客服", "我要转接人工。", "帮我找个真人", "叫个人"])
async def test_a_person_is_to_be_had_even_without_rasa(front: Front, text: str) -> None:
    front.rasa.status = 500
    outcome = await front.take(text, "m1")
    assert "转接人工" in outcome.replies[0]["text"]
    meta = await front.gateway.conversations.meta(outcome.conversation_id)
    assert meta["handoff_reason"] == "asked" and "waiting_since" in meta
    assert kinds(front)["handoff.requested"] == 1


async def test_a_person_is_had_even_when_the_bot_understands_something_else(front: Front) -> None:
    outcome = await front.take("转人工", "m1")
    assert "转接人工" in outcome.replies[0]["text"]


async def test_asking_for_a_person_again_keeps_the_place_in_the_queue(front: Front) -> None:
    first = await front.take("转人工", "m1")
    since = (await front.gateway.conversations.meta(first.conversation_id))["waiting_since"]
    again = await front.take("转人工", "m2")
    assert "已经在人工队列" in again.replies[0]["text"]
    assert (await front.gateway.conversations.meta(first.conversation_id))["waiting_since"] == since
    assert kinds(front)["handoff.requested"] == 1


async def test_a_handoff_that_the_bot_decides_keeps_its_words_and_its_reason(front: Front) -> None:
    front.rasa.answers = lambda _: [
        {"type": "text", "text": "我请同事来看。"},
        {"type": "handoff", "reason": "angry", "summary": "三次断网"},
    ]
    outcome = await front.take("又断网了!!!", "m1")
    assert outcome.replies[0] == {"type": "text", "text": "我请同事来看。"}
    meta = await front.gateway.conversations.meta(outcome.conversation_id)
    assert meta["handoff_reason"] == "angry" and "三次断网" in meta["handoff_summary"]


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "\x00"])
async def test_an_empty_message_is_answered_politely(front: Front, text: str) -> None:
    outcome = await front.take(text, "m1")
    assert "空消息" in outcome.replies[0]["text"]
    assert not front.rasa.turns


async def test_twenty_thousand_characters_get_a_polite_answer_and_never_reach_rasa(front: Front) -> None:
    outcome = await front.take("我想换套餐" * 4_000, "m1")
    assert "500个字" in outcome.replies[0]["text"]
    assert outcome.replies[0]["options"][0]["text"] == "转人工"
    assert not front.rasa.turns
    assert len((await front.lines(outcome.conversation_id))[0][1]) == 500


async def test_a_command_is_a_text_like_any_other(front: Front) -> None:
    outcome = await front.take("/restart", "m1")
    assert front.rasa.turns[0]["text"] == "/restart"
    assert outcome.replies[0]["text"] == "收到:/restart"


async def test_a_picture_is_named_in_the_transcript_and_answered_without_rasa(front: Front) -> None:
    outcome = await front.take("", "m1", kind="image")
    assert "图片我还看不懂" in outcome.replies[0]["text"]
    assert (await front.lines(outcome.conversation_id))[0] == ("customer", "〔图片〕")
    assert not front.rasa.turns


async def test_forbidden_words_do_not_leave_us(front: Front, caplog: pytest.LogCaptureFixture) -> None:
    front.rasa.answers = lambda _: [{"type": "text", "text": "这款保 \u200b本保息,稳赚!"}]
    outcome = await front.take("有什么理财", "m1")
    assert outcome.replies[0]["text"].startswith("抱歉")
    assert "保本、保息、稳赚" in caplog.text
    assert "保" not in str(await front.lines(outcome.conversation_id))


async def test_what_the_customer_said_may_be_offered_again_as_a_choice(front: Front) -> None:
    front.rasa.status = 500
    outcome = await front.take("这个理财保本吗", "m1")
    assert outcome.replies[0]["options"][0]["text"] == "这个理财保本吗"


async def test_an_agent_in_charge_means_a_silent_bot_that_still_understands(front: Front) -> None:
    conversation = await front.gateway.conversations.current(WANG, "app")
    assert await front.gateway.conversations.claim(conversation, "s_fang") == "now"
    outcome = await front.take("上个月话费多少", "m1")
    assert (outcome.owner, outcome.replies) == ("agent", [])
    assert not front.rasa.turns
    assert await front.lines(conversation) == [("customer", "上个月话费多少")]
    assert kinds(front) == {"message.received": 1, "intent.recognised": 1}
    assert (await front.take("上个月话费多少", "m1")).again


async def test_a_holder_whose_lock_ran_out_cannot_write_any_more(front: Front) -> None:
    """The machine slept just after it had got the lock; meanwhile another holder answered."""
    async with front.gateway.turns.locks.hold(WANG) as old:
        pass
    newer = await front.take("新的消息", "m2")
    stale = replace(front.gateway.turns, locks=SleptIn(front.gateway.redis, old.fence))
    with pytest.raises(StillRunning):
        await stale.take(Incoming(WANG, "app", "旧的消息", "m1", datetime.now(UTC)))
    assert await front.lines(newer.conversation_id) == [("customer", "新的消息"), ("bot", "收到:新的消息")]


async def test_a_holder_that_falls_asleep_while_rasa_works_cannot_answer_any_more(front: Front) -> None:
    front.rasa.delay_s = 0.5
    async with front.gateway.turns.locks.hold(WANG) as old:
        pass
    stale = replace(front.gateway.turns, locks=SleptIn(front.gateway.redis, old.fence))
    sleeping = asyncio.create_task(stale.take(Incoming(WANG, "app", "旧的消息", "m1", datetime.now(UTC))))
    await asyncio.sleep(0.2)
    newer = await front.take("新的消息", "m2")
    with pytest.raises(StillRunning):
        await sleeping
    said = [line for line in await front.lines(newer.conversation_id) if line[0] == "bot"]
    assert said == [("bot", "收到:新的消息")]


class SleptIn(CustomerLocks):
    """Locks whose holder has a fence of long ago."""

    def __init__(self, redis: Redis, fence: int) -> None:
        self._store = redis
        self._fence = fence

    @asynccontextmanager
    async def hold(self, customer_id: str, ask: Callable[[Any], None] = nothing) -> AsyncIterator[Held]:
        pipe = self._store.pipeline(transaction=False)
        ask(pipe)
        yield Held(self._fence, asked=await pipe.execute(), released=True)


async def test_the_dialogue_goes_to_rasa_and_comes_back_with_the_next_message(front: Front) -> None:
    front.rasa.dialogue = '[{"event": "slot", "name": "task", "value": "x"}]'
    await front.take("换套餐", "m1")
    await front.take("好的", "m2")
    assert [asked["dialogue"] for asked in front.rasa.turns] == [None, front.rasa.dialogue]


async def test_a_turn_that_rasa_did_not_finish_leaves_the_dialogue_as_it_was(front: Front) -> None:
    front.rasa.dialogue = "[1]"
    await front.take("换套餐", "m1")
    front.rasa.status, front.rasa.dialogue = 500, "[2]"
    await front.take("好的", "m2")
    front.rasa.status = 200
    await front.take("好的", "m3")
    assert front.rasa.turns[-1]["dialogue"] == "[1]"


async def test_a_dialogue_that_an_agent_cut_short_stays_as_the_customer_knows_it(front: Front) -> None:
    front.rasa.dialogue, front.rasa.delay_s = "[1]", 0.4
    running = asyncio.create_task(front.take("换套餐", "m1"))
    while not front.rasa.turns:
        await asyncio.sleep(0.01)
    conversation = front.rasa.turns[0]["conversation_id"]
    assert await front.gateway.conversations.claim(conversation, "s_fang") == "now"
    assert (await running).owner == "agent"
    assert await front.gateway.redis.get(f"huake:dialogue:{conversation}") is None
    assert kinds(front) == {"message.received": 1, "intent.recognised": 1}


async def test_events_queue_behind_those_that_wait_in_the_outbox(front: Front) -> None:
    """An action wrote an event in its own transaction; what the turn tells afterwards comes after it."""
    engine = front.gateway.engine
    earlier = Event("ticket.created", WANG, datetime.now(UTC), "app", "bot", {"ticket_id": "t1"}, "v_earlier")

    def place_order(body: dict[str, Any]) -> list[dict[str, Any]]:
        with engine.write() as connection:
            enqueue(connection, [earlier])
        return [{"type": "text", "text": "好的"}]

    front.rasa.answers = place_order
    await front.take("宽带坏了", "m1")
    settle(engine)
    query = sa.select(t.events.c.type).where(t.events.c.conversation_id.is_not(None)).order_by(t.events.c.seq)
    with engine.read() as connection:
        told = [kind for kind in connection.scalars(query) if not kind.startswith("push.")]
    assert told == ["message.received", "ticket.created", "intent.recognised", "message.sent"]
