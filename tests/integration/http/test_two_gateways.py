"""Two gateways before one Redis: a customer's turns stay whole, and no message counts twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from recsys.engine import Engine
from scripts.parts import gateway_part
from scripts.ports import free_ports
from scripts.processes import Supervisor
from scripts.system import System
from tests.fixtures.talk import Customer
from tests.fixtures.twins import twin


@pytest.fixture(scope="module")
def second(system: System) -> Iterator[System]:
    """The same system behind another gateway."""
    ports = replace(system.ports, gateway=free_ports().gateway)
    environment = {**system.environment, "HUAKE_PORT": str(ports.gateway)}
    supervisor = Supervisor(system.var / "log")
    try:
        supervisor.start(replace(gateway_part(environment, ports), name="gateway-2"))
        supervisor.wait_ready("gateway-2")
        yield replace(system, ports=ports)
    finally:
        supervisor.stop_all()


@pytest.fixture
def doors(system: System, second: System, http: httpx.Client, live: Engine) -> list[Customer]:
    """One customer at both."""
    lin = twin(live, "小林")
    return [Customer(system, http, lin), Customer(second, http, lin)]


def test_turns_of_one_customer_do_not_interleave(doors: list[Customer]) -> None:
    texts = [f"{number}个G" for number in range(1, 9)]
    with ThreadPoolExecutor(len(texts)) as pool:
        waiting = [pool.submit(doors[number % 2].post, text) for number, text in enumerate(texts)]
        answers = [one.result() for one in waiting]
    assert [answer.status_code for answer in answers] == [200] * len(texts)
    entries = doors[0].transcript(answers[0].json()["conversation_id"])
    assert [entry["author"] for entry in entries] == ["customer", "bot"] * len(texts)
    said = [entry["replies"][0]["text"] for entry in entries if entry["author"] == "customer"]
    assert sorted(said) == texts


def test_the_same_message_at_both_is_answered_once(doors: list[Customer]) -> None:
    number = uuid4().hex
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda door: door.post("我现在是什么套餐", number).json(), doors))
    assert answers[0]["replies"] == answers[1]["replies"]
    entries = doors[1].transcript(answers[0]["conversation_id"])
    assert sum(entry["author"] == "customer" for entry in entries) == 1
