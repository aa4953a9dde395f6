"""What happens in conversations, as the contact view shows it, and as a replay of the log makes it again."""

import httpx
import pytest

from recsys.engine import Engine
from recsys.events.replay import replay
from scripts.system import System
from tests.conversations.effects import eventually
from tests.fixtures.system import Desk
from tests.fixtures.talk import Customer
from tests.fixtures.twins import twin


@pytest.fixture
def chen(live: Engine) -> str:
    """小陈, who often runs out of data."""
    return twin(live, "小陈")


def rows(agent: Desk, who: str) -> dict[tuple[str, str], str]:
    """Kind and business type of what this conversation left, and the result."""
    found = agent.get(f"/customers/{who}/contacts")
    return {(row["kind"], row["business_type"]): row["result"] for row in found if row["conversation_id"]}


def test_a_talk_is_a_few_matters_with_results(
    system: System, http: httpx.Client, agent: Desk, chen: str
) -> None:
    customer = Customer(system, http, chen)
    for text in ("我还剩多少流量", "这个月用了多少流量", "上个月话费多少", "有没有更合适的套餐", "不感兴趣"):
        customer.say(text)
    expected = {("业务查询", "流量"): "已答复", ("业务查询", "话费"): "已答复", ("咨询", "套餐"): "已拒绝"}
    assert eventually(lambda: rows(agent, chen) == expected), rows(agent, chen)


def test_an_order_a_complaint_and_a_wish_for_a_person_end_as_they_ended(
    system: System, http: httpx.Client, agent: Desk, chen: str
) -> None:
    customer = Customer(system, http, chen)
    for text in ("办理10元流量月包", "确认", "我要投诉,你们上个月多扣了我20块钱,要求退还", "转人工"):
        customer.say(text)
    assert eventually(lambda: ("投诉", "投诉") in rows(agent, chen)), rows(agent, chen)
    found = rows(agent, chen)
    assert found[("业务办理", "流量包")] == "已办理" and found[("投诉", "投诉")] == "已受理"


def test_the_log_gives_the_same_timeline_again(live: Engine) -> None:
    assert replay(live).differences == ()
