"""Messages that nobody should have to send, and several at once."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from recsys.customers.load import customer
from recsys.engine import Engine
from scripts.system import System
from tests.conversations.manners import _clean as clean
from tests.fixtures.talk import Customer
from tests.fixtures.twins import twin

ODD = {
    "empty": "",
    "blank": "   \n\t ",
    "only invisible characters": "\u200b\u200d\ufeff\u2060",
    "only emoji": "😀😭👍🏻",
    "markup": "<script>alert(document.cookie)</script>",
    "a command": "/restart",
    "an intent by name": '/change_plan{"plan_name": "yt_cx_399"}',
    "a template": "{{ 7*7 }} ${7*7} %s {0}",
    "control characters": "话\x00费\x07多少\x1b[31m",
    "right to left": "\u202e少多费话",
    "full width": "ＣＨＡＸＵＮ　话费",
}


@pytest.fixture
def lin(system: System, http: httpx.Client, live: Engine) -> Customer:
    """小林, who orders nothing here."""
    return Customer(system, http, twin(live, "小林"))


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_an_odd_message_gets_a_polite_answer(lin: Customer, text: str) -> None:
    answer = lin.say(text)
    assert answer.status == 200
    assert answer.words.strip()
    assert not [*clean(answer.words)]
    assert not answer.cards("order")


def test_twenty_thousand_characters_are_answered_at_once(lin: Customer) -> None:
    started = time.monotonic()
    answer = lin.say("我的话费为什么这么贵" * 2000)
    assert time.monotonic() - started < 2
    assert "有点长" in answer.words
    assert "转人工" in answer.words
    assert all(len(str(entry)) < 2000 for entry in lin.transcript())


def test_a_body_without_a_message_is_refused_with_what_is_missing(system: System, http: httpx.Client) -> None:
    answer = http.post(f"{system.url}/api/v1/messages", json={"channel": "app"})
    assert answer.status_code == 422
    assert "text" in answer.text


def test_half_a_character_is_refused_as_no_text(lin: Customer) -> None:
    body = {"channel": "app", "text": "话费\ud83d多少", "message_id": "half", "customer_token": lin.token}
    answer = lin.http.post(
        f"{lin.system.url}/api/v1/messages",
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_two_customers_at_once_get_their_own_answers(
    system: System, http: httpx.Client, live: Engine
) -> None:
    people = [Customer(system, http, twin(live, name)) for name in ("赵师傅", "李经理") * 3]
    plans = {one.id: _plan_of(live, one.id) for one in people}
    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(lambda one: one.say("我现在是什么套餐"), people))
    for person, answer in zip(people, answers, strict=True):
        assert plans[person.id] in answer.words


def test_messages_of_one_customer_are_answered_in_their_order(lin: Customer) -> None:
    texts = [f"{number}个G" for number in range(1, 6)]
    with ThreadPoolExecutor(len(texts)) as pool:
        waiting = []
        for text in texts:
            waiting.append(pool.submit(lin.post, text))
            time.sleep(0.03)
        answers = [one.result() for one in waiting]
    assert [answer.status_code for answer in answers] == [200] * len(texts)
    lin.conversation = answers[0].json()["conversation_id"]
    talk = [(entry["author"], entry["replies"][0].get("text", "")) for entry in lin.transcript()]
    assert [said for author, said in talk if author == "customer"] == texts
    assert [author for author, _ in talk] == ["customer", "bot"] * len(texts)


def _plan_of(live: Engine, customer_id: str) -> str:
    return live.catalogue.plans[customer(live, customer_id).plan_id or ""].title
