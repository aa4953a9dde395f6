"""The way to a person and back: noticed, offered, queued, left, taken over, given back."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from channels.takeover import hand_back, take_over
from recsys.events.worker import settle
from recsys.orders.order import place_order
from recsys.sql import schema as t
from tests.fixtures.front import CHEN, LIN, WANG, Front

AGENT = "s_fang"


def handoffs(front: Front, customer_id: str) -> list[tuple[str, dict[str, Any]]]:
    """The handoff events of a customer, in order, as type and payload."""
    settle(front.gateway.engine)
    e = t.events.c
    query = sa.select(e.type, e.payload).where(e.customer_id == customer_id, e.type.like("handoff.%"))
    with front.gateway.engine.read() as connection:
        return [(row.type, row.payload) for row in connection.execute(query.order_by(e.at))][-2:]


def texts(replies: list[dict[str, Any]]) -> str:
    return " ".join(str(reply.get("text")) for reply in replies)


async def meta(front: Front, conversation_id: str) -> dict[str, str]:
    return await front.gateway.conversations.meta(conversation_id)


async def test_the_place_in_the_queue_is_told_and_told_again_when_asked(front: Front) -> None:
    assert "下一位就是您" in texts((await front.take("转人工", "m1", WANG)).replies)
    assert "前面还有1位" in texts((await front.take("转人工", "m1", CHEN)).replies)
    again = await front.take("转人工", "m2", CHEN)
    assert "前面还有1位" in texts(again.replies)


async def test_who_comes_nearer_is_told_once(front: Front) -> None:
    first = await front.take("转人工", "m1", WANG)
    second = await front.take("转人工", "m1", CHEN)
    third = await front.take("转人工", "m1", LIN)
    await take_over(front.gateway, first.conversation_id, AGENT)
    assert "下一位就是您" in (await front.lines(second.conversation_id))[-1][1]
    assert "前面还有1位" in (await front.lines(third.conversation_id))[-1][1]
    before = await front.lines(second.conversation_id)
    await take_over(front.gateway, third.conversation_id, "s_zheng")
    assert await front.lines(second.conversation_id) == before, "nothing has changed for the second"


async def test_a_grave_reason_comes_before_who_only_asked(front: Front) -> None:
    asked = await front.take("转人工", "m1", WANG)
    await front.take("你们再不处理我就打12315,找媒体曝光", "m1", CHEN)
    grave = await front.take("转人工", "m2", CHEN)
    assert "下一位就是您" in texts(grave.replies)
    live = await front.gateway.conversations.live()
    assert [row["id"] for row in live[:2]] == [grave.conversation_id, asked.conversation_id]
    assert live[0]["handoff_reason"] == "complaint" and live[1]["handoff_reason"] == "asked"


async def test_the_agent_reads_who_what_and_how_they_feel(front: Front) -> None:
    front.rasa.intent = "dispute_bill"
    await front.take("凭什么又扣我二十,什么垃圾公司,我手机13912345678", "m1", WANG)
    outcome = await front.take("转人工", "m2", WANG)
    brief = (await meta(front, outcome.conversation_id))["handoff_summary"]
    assert len(brief) <= 120 and "王**" in brief and "质疑扣费" in brief and "情绪不满" in brief
    assert "13912345678" not in brief
    assert handoffs(front, WANG)[-1] == ("handoff.requested", {"reason": "asked", "summary": brief})


async def test_waiting_can_be_left(front: Front) -> None:
    first = await front.take("转人工", "m1", WANG)
    second = await front.take("转人工", "m1", CHEN)
    left = await front.take("算了,不等了", "m2", WANG)
    assert "取消排队" in texts(left.replies) and left.owner == "bot"
    assert "waiting_since" not in await meta(front, first.conversation_id)
    assert "下一位就是您" in (await front.lines(second.conversation_id))[-1][1]
    assert handoffs(front, WANG)[-1] == ("handoff.ended", {"reason": "left"})


async def test_who_does_not_wait_is_understood_as_ever(front: Front) -> None:
    assert texts((await front.take("不等了", "m1", WANG)).replies) == "收到:不等了"


@pytest.mark.parametrize(
    ("messages", "need"),
    [
        (["你们再不处理我就找律师"], "complaint"),
        (["什么垃圾公司", "骗子"], "angry"),
    ],
)
async def test_a_person_is_offered_before_the_answer_once(
    front: Front, messages: list[str], need: str
) -> None:
    for number, message in enumerate(messages):
        outcome = await front.take(message, f"m{number}", WANG)
    offer, answer = outcome.replies
    assert [option["text"] for option in offer["options"]] == ["转人工"] and answer[
        "text"
    ] == f"收到:{messages[-1]}"
    assert (await meta(front, outcome.conversation_id))["need"] == need
    assert len((await front.take(messages[-1], "m9", WANG)).replies) == 1, "it is not pressed on anybody"


async def test_two_messages_not_understood_in_a_row_offer_a_person(front: Front) -> None:
    front.rasa.misunderstood = 1
    assert len((await front.take("那个", "m1", WANG)).replies) == 1
    front.rasa.misunderstood = 2
    assert "人工" in texts((await front.take("就那个", "m2", WANG)).replies[:1])


async def test_an_answer_that_offers_a_person_itself_gets_no_second_offer(front: Front) -> None:
    person = {"type": "choices", "text": "抱歉", "options": [{"label": "转人工", "text": "转人工"}]}
    front.rasa.answers = lambda _: [person]
    assert (await front.take("我要找律师", "m1", WANG)).replies == [person]


async def test_a_valued_customer_who_may_leave_is_offered_a_person_in_trouble(front: Front) -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    row = {"customer_id": WANG, "since": moment, "until": None, "confidence": 1.0, "evidence": []}
    with front.gateway.engine.write() as connection:
        connection.execute(t.tags.delete().where(t.tags.c.customer_id == WANG))
        for key, value in (("vip", True), ("churn_threat", True)):
            connection.execute(t.tags.insert().values(row | {"key": key, "value": value}))
    assert len((await front.take("查话费", "m1", WANG)).replies) == 1
    front.rasa.intent = "dispute_bill"
    outcome = await front.take("为什么多扣了二十", "m2", WANG)
    assert "专属客服" in texts(outcome.replies)
    assert (await meta(front, outcome.conversation_id))["need"] == "valued"


async def test_given_back_the_bot_puts_its_open_question_again(front: Front) -> None:
    front.rasa.dialogue = "[]"
    front.rasa.asks_again = [{"type": "text", "text": "刚才还有一步:确认办理吗?"}]
    outcome = await front.take("换套餐", "m1", WANG)
    await take_over(front.gateway, outcome.conversation_id, AGENT)
    assert await hand_back(front.gateway, outcome.conversation_id, AGENT)
    assert [author for author, _ in await front.lines(outcome.conversation_id)][-2:] == ["system", "bot"]
    assert front.rasa.resumed[0]["dialogue"] == "[]" and not front.rasa.resumed[0]["settled"]


async def test_a_settled_matter_is_not_asked_about_again(front: Front) -> None:
    front.rasa.dialogue = "[]"
    front.rasa.asks_again = [{"type": "text", "text": "刚才还有一步:确认办理吗?"}]
    outcome = await front.take("换套餐", "m1", WANG)
    await take_over(front.gateway, outcome.conversation_id, AGENT)
    await hand_back(front.gateway, outcome.conversation_id, AGENT, settled=True)
    assert (await front.lines(outcome.conversation_id))[-1][0] == "system"
    assert front.rasa.resumed[0]["settled"]


async def test_what_the_agent_has_done_is_said_and_the_bot_is_told(front: Front) -> None:
    front.rasa.dialogue = "[]"
    outcome = await front.take("要个流量包", "m1", WANG)
    await take_over(front.gateway, outcome.conversation_id, AGENT)
    place_order(
        front.gateway.engine,
        WANG,
        "yt_pk_data_10",
        action="order",
        key="by-hand",
        channel="app",
        now=datetime.now(UTC),
    )
    await hand_back(front.gateway, outcome.conversation_id, AGENT)
    title = front.gateway.engine.catalogue.items["yt_pk_data_10"].title
    assert title in (await front.lines(outcome.conversation_id))[-1][1]
    assert front.rasa.resumed[0]["done"] == ["yt_pk_data_10"]
    assert handoffs(front, WANG)[-1][1] == {"agent": AGENT, "settled": False, "done": [title]}


async def test_a_bot_that_cannot_go_on_does_not_keep_the_agent(front: Front) -> None:
    front.rasa.dialogue = "[]"
    outcome = await front.take("换套餐", "m1", WANG)
    await take_over(front.gateway, outcome.conversation_id, AGENT)
    front.rasa.status = 500
    assert await hand_back(front.gateway, outcome.conversation_id, AGENT)
    assert (await meta(front, outcome.conversation_id))["owner"] == "bot"
