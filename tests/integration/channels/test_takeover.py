"""From bot to agent and back: after a takeover the bot is silent."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from channels.message import Outcome
from channels.takeover import hand_back, take_over
from channels.wording import say
from recsys.events.worker import settle
from recsys.sql import schema as t
from tests.fixtures.front import CHEN, WANG, Front

AGENT, OTHER = "s_fang", "s_zheng"
STARTED = datetime.now(UTC)


ROUNDS, AT_ONCE = 500, 20
WORDS = (
    "话费多少",
    "转人工",
    "不等了",
    "你们就是骗子,我要找律师",
)  # an answer, a place in the queue, out of it, an offer


@dataclass(frozen=True)
class Round:
    """The transcript before and after the takeover, what the customer got, and what is remembered."""

    before: list[str]
    after: list[str]
    outcome: Outcome
    fields: dict[str, str]
    seconds: float


async def race(front: Front, number: int, within_s: float) -> Round:
    """One turn, and one takeover at some moment of the seconds that a turn takes now."""
    customer = f"c{number:06}"
    conversation = await front.gateway.conversations.current(customer, "app")

    async def take() -> tuple[Outcome, float]:
        begun = time.monotonic()
        outcome = await front.take(WORDS[number % len(WORDS)], f"m{number}", customer)
        return outcome, time.monotonic() - begun

    turn = asyncio.create_task(take())
    await asyncio.sleep(within_s * (number % AT_ONCE) / AT_ONCE)
    assert await take_over(front.gateway, conversation, f"s_{number}")
    outcome, seconds = await turn
    lines = await front.lines(conversation)
    mark, authors = lines.index(("system", say("taken_over"))), [author for author, _ in lines]
    fields = await front.gateway.conversations.meta(conversation)
    return Round(authors[:mark], authors[mark + 1 :], outcome, fields, seconds)


async def test_of_five_hundred_takeovers_against_running_turns_no_bot_message_comes_after_any(
    front: Front,
) -> None:
    front.rasa.delay_s = 0.02
    seen: list[Round] = []
    within_s = 0.5
    for start in range(0, ROUNDS, AT_ONCE):
        rounds = (race(front, number, within_s) for number in range(start, start + AT_ONCE))
        seen += await asyncio.gather(*rounds)
        within_s = max(one.seconds for one in seen[-AT_ONCE:])
    assert not [one.after for one in seen if set(one.after) - {"customer"}]
    silent = [one for one in seen if "bot" not in one.before]
    assert all(one.outcome.owner == "agent" and not one.outcome.replies for one in silent)
    assert not [one.fields for one in seen if "waiting_since" in one.fields or one.fields["owner"] != "agent"]
    assert await front.gateway.redis.zcard("huake:conv:waiting") == 0, "nobody waits whom an agent has"
    assert len(seen) == ROUNDS and 0 < len(silent) < ROUNDS, "both must have come first at times"
    assert sent_by_bot(front) == ROUNDS - len(silent)


def sent_by_bot(front: Front) -> int:
    """How many messages of the bot went out in this test, as the log of events has it."""
    settle(front.gateway.engine)
    e = t.events.c
    query = sa.select(sa.func.count()).where(e.type == "message.sent", e.actor == "bot", e.at >= STARTED)
    with front.gateway.engine.read() as connection:
        return int(connection.scalar(query) or 0)


async def test_of_two_agents_at_once_one_wins(front: Front) -> None:
    outcome = await front.take("话费多少", "m1")
    taken = await asyncio.gather(
        *(take_over(front.gateway, outcome.conversation_id, f"s_{n}") for n in range(20))
    )
    assert taken.count(True) == 1
    assert [author for author, _ in await front.lines(outcome.conversation_id)].count("system") == 1


async def test_taking_over_twice_announces_it_once(front: Front) -> None:
    outcome = await front.take("话费多少", "m1")
    assert await take_over(front.gateway, outcome.conversation_id, AGENT)
    assert await take_over(front.gateway, outcome.conversation_id, AGENT)
    assert [author for author, _ in await front.lines(outcome.conversation_id)].count("system") == 1


async def test_after_handing_back_the_bot_answers_again(front: Front) -> None:
    first = await front.take("转人工", "m1")
    await take_over(front.gateway, first.conversation_id, AGENT)
    assert (await front.take("在吗", "m2")).owner == "agent"
    assert not await hand_back(front.gateway, first.conversation_id, OTHER)
    assert await hand_back(front.gateway, first.conversation_id, AGENT)
    outcome = await front.take("在吗", "m3")
    assert (outcome.owner, outcome.replies[0]["text"]) == ("bot", "收到:在吗")
    meta = await front.gateway.conversations.meta(first.conversation_id)
    assert "waiting_since" not in meta and "handoff_reason" not in meta


async def test_who_waits_for_a_person_stands_first_in_the_list(front: Front) -> None:
    waiting = await front.take("转人工", "m1", WANG)
    await front.take("话费多少", "m2", CHEN)
    live = await front.gateway.conversations.live()
    assert live[0]["id"] == waiting.conversation_id and len(live) == 2


async def test_agents_write_over_http_and_the_bot_stays_out(front: Front) -> None:
    said = await front.say("转人工", "m1")
    path = f"/api/v1/conversations/{said['conversation_id']}"
    agent = front.as_staff("agent")
    early = await front.http.post(f"{path}/messages", json={"text": "您好"}, headers=agent)
    assert early.status_code == 409 and "take it over first" in early.json()["detail"]
    assert (await front.http.post(f"{path}/takeover", headers=agent)).status_code == 204
    rival = await front.http.post(f"{path}/takeover", headers=front.as_staff("agent", "two"))
    assert rival.status_code == 409
    sent = await front.http.post(f"{path}/messages", json={"text": "您好,我来帮您"}, headers=agent)
    assert sent.status_code == 200
    assert (await front.lines(said["conversation_id"]))[-1] == ("agent", "您好,我来帮您")
    assert (await front.say("谢谢", "m2"))["replies"] == []
    assert (await front.http.post(f"{path}/handback", headers=agent)).status_code == 204
    assert (await front.say("谢谢", "m3"))["owner"] == "bot"


@pytest.mark.parametrize("words", ["这款保本", "稳 赚 不赔", "绝对无\u200b风险"])
async def test_an_agent_cannot_send_forbidden_words(front: Front, words: str) -> None:
    said = await front.say("转人工", "m1")
    path = f"/api/v1/conversations/{said['conversation_id']}"
    agent = front.as_staff("agent")
    await front.http.post(f"{path}/takeover", headers=agent)
    refused = await front.http.post(f"{path}/messages", json={"text": words}, headers=agent)
    assert refused.status_code == 422 and "换个说法" in refused.json()["detail"]
    assert words not in str(await front.lines(said["conversation_id"]))
