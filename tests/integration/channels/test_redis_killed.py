"""Redis dies in the middle of a turn: a clear error, and afterwards nothing lost or doubled."""

import asyncio
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from recsys.events.worker import settle
from recsys.sql import schema as t
from tests.fixtures.front import WANG, Front
from tests.fixtures.stores import RedisServer


async def send(front: Front, text: str, message_id: str) -> tuple[int, dict[str, object]]:
    """One message over HTTP, whatever comes of it."""
    body = {"channel": "app", "text": text, "message_id": message_id}
    response = await front.http.post("/api/v1/messages", json=body, headers=front.as_customer(WANG))
    return response.status_code, response.json()


async def until_answered(front: Front, text: str, message_id: str) -> dict[str, object]:
    """Send again and again, as an app does."""
    for _ in range(40):
        status, answer = await send(front, text, message_id)
        if status == 200:
            return answer
        assert status in (409, 503), answer
        await asyncio.sleep(0.25)
    raise AssertionError(f"still {status}: {answer}")


def events_of(front: Front, conversation_id: object) -> Counter[str]:
    """How many events of each type the log holds for the conversation."""
    settle(front.gateway.engine)
    query = sa.select(t.events.c.type).where(t.events.c.conversation_id == conversation_id)
    with front.gateway.engine.read() as connection:
        return Counter(connection.scalars(query))


async def test_without_redis_the_error_says_what_to_do_and_comes_soon(
    front: Front, redis_server: RedisServer
) -> None:
    redis_server.kill()
    async with asyncio.timeout(5):
        status, problem = await send(front, "话费多少", "m1")
    assert status == 503 and "again in some seconds" in str(problem["detail"])
    assert not front.rasa.turns
    redis_server.start()
    assert (await send(front, "话费多少", "m1"))[0] == 200


async def test_redis_killed_while_rasa_works(front: Front, redis_server: RedisServer) -> None:
    first = await front.say("你好", "before")
    front.rasa.delay_s = 0.8
    running = asyncio.create_task(send(front, "话费多少", "m1"))
    while len(front.rasa.turns) < 2:
        await asyncio.sleep(0.01)
    redis_server.kill()
    status, problem = await running
    assert status == 503, problem
    redis_server.start()
    front.rasa.delay_s = 0
    answer = await until_answered(front, "话费多少", "m1")
    assert answer["conversation_id"] == first["conversation_id"]
    assert await send(front, "话费多少", "m1") == (200, answer)
    assert await front.lines(first["conversation_id"]) == [
        ("customer", "你好"),
        ("bot", "收到:你好"),
        ("customer", "话费多少"),
        ("bot", "收到:话费多少"),
    ]
    found = events_of(front, first["conversation_id"])
    assert found == {"message.received": 2, "intent.recognised": 2, "message.sent": 2}


async def test_an_answer_and_its_events_are_one_step(
    front: Front, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis dies just after the answer was written: what the answer tells is written too."""
    answer_step = front.gateway.turns.store.answer

    async def answer_and_die(*args: Any) -> bool:
        said = await answer_step(*args)
        redis_server.kill()
        return said

    monkeypatch.setattr(front.gateway.turns.store, "answer", answer_and_die)
    await send(front, "话费多少", "m1")
    monkeypatch.undo()
    redis_server.start()
    answer = await until_answered(front, "话费多少", "m1")
    assert len(front.rasa.turns) == 1, "the answer was there already"
    assert events_of(front, answer["conversation_id"]) == {
        "message.received": 1,
        "intent.recognised": 1,
        "message.sent": 1,
    }
    assert len(await front.lines(str(answer["conversation_id"]))) == 2
