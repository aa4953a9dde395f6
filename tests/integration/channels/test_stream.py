"""Server-sent events: what is said arrives once, also for those who were away."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.fixtures.front import WANG, Front

Said = tuple[str, dict[str, Any]]


@asynccontextmanager
async def listening(front: Front, conversation: str, **headers: str) -> AsyncIterator[AsyncIterator[Said]]:
    """Open the stream as a browser does; gives pairs of id and entry."""
    path = f"/api/v1/conversations/{conversation}/stream"
    async with front.http.stream("GET", path, headers=front.as_customer(WANG) | headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield parsed(response)


async def parsed(response: httpx.Response) -> AsyncIterator[Said]:
    """Events of the stream."""
    fields: dict[str, str] = {}
    async for line in response.aiter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            yield fields["id"], json.loads(fields["data"])
            fields = {}


async def collect(front: Front, conversation: str, count: int, **headers: str) -> list[Said]:
    """The first so many entries of a stream."""
    async with asyncio.timeout(10), listening(front, conversation, **headers) as entries:
        return [await anext(entries) for _ in range(count)]


async def test_a_stream_gives_what_was_said_and_what_is_said_next(front: Front) -> None:
    first = await front.say("第一句", "m1")
    async with asyncio.timeout(10), listening(front, first["conversation_id"]) as entries:
        seen = [await anext(entries) for _ in range(2)]
        await front.say("第二句", "m2")
        seen += [await anext(entries) for _ in range(2)]
    assert [entry["author"] for _, entry in seen] == ["customer", "bot"] * 2
    assert seen[3][1]["replies"] == [{"type": "text", "text": "收到:第二句"}]


async def test_who_comes_back_gets_what_was_missed_once_and_in_order(front: Front) -> None:
    """The connection is cut after every few entries while twenty messages come in."""
    conversation = (await front.say("开始", "m0"))["conversation_id"]
    writer = asyncio.create_task(_write_twenty(front))
    seen: list[Said] = []
    while len(seen) < 42:
        last = {"Last-Event-ID": seen[-1][0]} if seen else {}
        seen += await collect(front, conversation, 3, **last)
    await writer
    ids = [place for place, _ in seen]
    kept = [entry.id for entry in await front.gateway.conversations.transcript(conversation)]
    assert ids == kept and len(set(ids)) == 42


async def _write_twenty(front: Front) -> None:
    for number in range(20):
        await front.say(f"第{number}句", f"n{number}")


async def test_a_stream_can_begin_after_an_entry_of_the_page(front: Front) -> None:
    conversation = (await front.say("第一句", "m1"))["conversation_id"]
    last = (await front.gateway.conversations.transcript(conversation))[-1].id
    await front.say("第二句", "m2")
    path = f"/api/v1/conversations/{conversation}/stream"
    async with front.http.stream("GET", path, params={"after": last}, headers=front.as_customer(WANG)) as r:
        entries = parsed(r)
        assert (await anext(entries))[1]["replies"][0]["text"] == "第二句"


async def test_a_senseless_place_begins_at_the_start(front: Front) -> None:
    conversation = (await front.say("第一句", "m1"))["conversation_id"]
    seen = await collect(front, conversation, 2, **{"Last-Event-ID": "$(nonsense)"})
    assert seen[0][1]["author"] == "customer"


async def test_the_chat_page_streams_ready_html_that_is_escaped(front: Front) -> None:
    conversation = (await front.say("<b>粗</b>", "m1"))["conversation_id"]
    path = f"/chat/stream?conversation={conversation}"
    async with front.http.stream("GET", path, headers=front.as_customer(WANG)) as response:
        async for line in response.aiter_lines():
            if "粗" in line:
                assert "&lt;b&gt;粗" in line and "<b>粗" not in line
                break
