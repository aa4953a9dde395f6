"""From bot to agent and back: after a takeover the bot is silent."""

import asyncio

import pytest

from channels.takeover import hand_back, take_over
from tests.fixtures.front import CHEN, WANG, Front

AGENT, OTHER = "s_fang", "s_zheng"


async def race(front: Front, number: int) -> list[str]:
    """One turn and one takeover at nearly the same moment; the authors in the transcript."""
    customer = f"c{number:06}"
    conversation = await front.gateway.conversations.current(customer, "app")
    turn = asyncio.create_task(front.take("话费多少", f"m{number}", customer))
    await asyncio.sleep((number % 40) / 1000)
    assert await take_over(front.gateway, conversation, AGENT)
    await turn
    return [entry.author for entry in await front.gateway.conversations.transcript(conversation)]


async def test_two_hundred_takeovers_against_running_turns_and_no_bot_message_after_any(front: Front) -> None:
    front.rasa.delay_s = 0.02
    seen = []
    for start in range(0, 200, 20):
        seen += await asyncio.gather(*(race(front, number) for number in range(start, start + 20)))
    after = [authors[authors.index("system") :] for authors in seen]
    assert not any("bot" in authors for authors in after)
    answered = sum("bot" in authors for authors in seen)
    assert len(seen) == 200 and answered < 200, "some takeovers must have come first, or nothing was tested"


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
