"""The app's way in: one turn a message, once and only once, and what an order changes at once."""

import time
from uuid import uuid4

import httpx
import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events.replay import replay
from recsys.sql import schema as t
from scripts.system import System
from tests.conversations.effects import eventually
from tests.fixtures.system import Desk
from tests.fixtures.talk import Customer
from tests.fixtures.twins import twin

AT_ONCE_S = 1.0


def test_the_same_message_again_gives_the_same_answer_and_does_nothing(
    system: System, http: httpx.Client, live: Engine
) -> None:
    wang = Customer(system, http, twin(live, "王阿姨"))
    message_id = uuid4().hex
    first, again = wang.post("我要投诉,营业厅让我白跑了三趟", message_id), wang.post("别的话", message_id)
    assert first.json() == again.json()
    wang.conversation = first.json()["conversation_id"]
    assert [entry["author"] for entry in wang.transcript()] == ["customer", "bot"]


def test_a_customer_cannot_read_the_talk_of_another(system: System, http: httpx.Client, live: Engine) -> None:
    wang, chen = (Customer(system, http, twin(live, name)) for name in ("王阿姨", "小陈"))
    wang.say("这个月话费多少")
    headers = {"Authorization": f"Bearer {chen.token}"}
    answer = http.get(f"{system.url}/api/v1/conversations/{wang.conversation}", headers=headers)
    assert answer.status_code == 404


def test_an_order_in_chat_clears_the_intent_tag_within_a_second(
    system: System, http: httpx.Client, live: Engine, agent: Desk
) -> None:
    lin = Customer(system, http, twin(live, "小林"))

    def wants_data() -> bool:
        return "wants_data" in {tag["key"] for tag in agent.get(f"/customers/{lin.id}/tags")}

    lin.say("流量不够了,买个10元流量加油包")
    assert eventually(wants_data)
    lin.say("确认")
    ordered = time.monotonic()
    assert eventually(lambda: not wants_data(), AT_ONCE_S)
    assert time.monotonic() - ordered <= AT_ONCE_S
    assert _orders(live, lin.id) == 1


def test_a_yes_said_twice_orders_once(system: System, http: httpx.Client, live: Engine) -> None:
    chen = Customer(system, http, twin(live, "小陈"))
    chen.say("来个30元流量加油包")
    chen.say("确认办理")
    chen.say("确认办理")
    assert _orders(live, chen.id) == 1


def test_folding_the_whole_log_again_gives_the_same_tags_and_contacts(live: Engine) -> None:
    assert replay(live).differences == ()


def _orders(live: Engine, customer_id: str) -> int:
    query = sa.select(sa.func.count()).select_from(t.orders).where(t.orders.c.customer_id == customer_id)
    with live.read() as connection:
        return int(connection.scalar(query) or 0)
