"""Who may call what, what a refusal says, and what is written down."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from channels.auth import Role, Staff, customer_token, staff_token
from channels.gateway import Gateway
from recsys.sql import schema as t
from tests.fixtures.front import CHEN, KEY, WANG, Front

LONG_AGO = datetime.now(UTC) - timedelta(days=30)
CALLS = [
    ("GET", f"/api/v1/customers/{WANG}"),
    ("GET", f"/api/v1/customers/{WANG}/tags"),
    ("GET", f"/api/v1/customers/{WANG}/decisions"),
    ("GET", f"/api/v1/customers/{WANG}/policy"),
    ("POST", "/api/v1/events"),
    ("POST", "/api/v1/parse"),
    ("POST", "/api/v1/kb/search"),
    ("POST", "/api/v1/recommendations"),
    ("POST", "/api/v1/tariffs/simulate"),
    ("POST", "/api/v1/campaigns"),
    ("POST", "/api/v1/campaigns/preview"),
    ("GET", "/api/v1/campaigns/cp_1"),
    ("POST", "/api/v1/campaigns/cp_1/send"),
    ("GET", "/api/v1/conversations/v_1"),
    ("GET", "/api/v1/conversations/v_1/stream"),
    ("POST", "/api/v1/conversations/v_1/takeover"),
]


def is_problem(response: httpx.Response, status: int, says: str = "") -> None:
    """RFC 9457, and a detail that somebody can act on."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status and body["title"] and len(body["detail"]) > 15
    assert says in body["detail"]


def audited(gateway: Gateway, action: str) -> list[Any]:
    """Rows of the audit trail."""
    with gateway.engine.read() as connection:
        return list(connection.execute(sa.select(t.audit).where(t.audit.c.action == action)))


async def test_nobody_gets_in_without_a_token(front: Front) -> None:
    for method, path in CALLS:
        is_problem(await front.http.request(method, path, json={}), 401, "log in")


async def test_a_customer_token_opens_nothing_of_the_staff(front: Front) -> None:
    for method, path in CALLS:
        if "conversations/v_1" not in path or path.endswith("takeover"):
            response = await front.http.request(method, path, json={}, headers=front.as_customer(WANG))
            is_problem(response, 401, "staff")


def tokens() -> dict[str, str]:
    """Tokens that must not work, by what is wrong with them."""
    member = Staff("s_1", "小方", "agent", "客服中心")
    good = staff_token(KEY, member, datetime.now(UTC))
    claims = {"sub": "s_1", "kind": "staff", "name": "x", "role": "admin", "department": "x"}
    later = {"exp": datetime.now(UTC) + timedelta(hours=1)}
    return {
        "expired": staff_token(KEY, member, LONG_AGO),
        "signed by another": staff_token(
            "another-key-that-is-long-enough-0123456789", member, datetime.now(UTC)
        ),
        "changed": good[:-4] + ("AAAA" if good[-4:] != "AAAA" else "BBBB"),
        "without end": jwt.encode(claims, KEY, algorithm="HS256"),
        "unsigned": jwt.encode(claims | later, "", algorithm="none"),
        "garbage": "not.a.token",
    }


async def test_a_wrong_token_opens_nothing(front: Front) -> None:
    for token in tokens().values():
        headers = {"Authorization": f"Bearer {token}"}
        is_problem(await front.http.get(f"/api/v1/customers/{WANG}", headers=headers), 401, "log in again")


async def test_an_expired_customer_token_cannot_speak(front: Front) -> None:
    body = {"text": "你好", "message_id": "m1", "customer_token": customer_token(KEY, WANG, LONG_AGO)}
    is_problem(await front.http.post("/api/v1/messages", json=body), 401, "log in again")


NOT_THEIRS: list[tuple[Role, str, str]] = [
    ("marketer", "GET", f"/api/v1/customers/{WANG}/decisions"),
    ("marketer", "POST", "/api/v1/conversations/v_1/takeover"),
    ("marketer", "GET", "/api/v1/conversations/v_1"),
    ("approver", "GET", f"/api/v1/customers/{WANG}"),
    ("agent", "POST", "/api/v1/campaigns/cp_1/send"),
    ("agent", "POST", "/api/v1/events"),
    ("supervisor", "POST", "/api/v1/campaigns/preview"),
]


async def test_a_role_may_do_its_own_work_only(front: Front) -> None:
    for role, method, path in NOT_THEIRS:
        body: Any = [] if path.endswith("events") else {}
        response = await front.http.request(method, path, json=body, headers=front.as_staff(role))
        is_problem(response, 403, f"'{role}'")


async def test_customers_see_their_own_conversation_and_no_other(front: Front) -> None:
    said = await front.say("话费多少", "m1", WANG)
    path = f"/api/v1/conversations/{said['conversation_id']}"
    own = await front.http.get(path, headers=front.as_customer(WANG))
    assert own.status_code == 200 and len(own.json()["entries"]) == 2
    for address in (path, f"{path}/stream", "/api/v1/conversations/v_nothing"):
        is_problem(await front.http.get(address, headers=front.as_customer(CHEN)), 404, "check the id")


async def test_customers_speak_in_their_own_channels_only(front: Front) -> None:
    body = {"channel": "wechat", "text": "你好", "message_id": "m1"}
    response = await front.http.post("/api/v1/messages", json=body, headers=front.as_customer(WANG))
    is_problem(response, 403, "app or web")


async def test_an_agent_writes_for_a_customer_on_the_phone_and_it_is_written_down(front: Front) -> None:
    body = {"channel": "hotline", "text": "话费多少", "message_id": "m1", "customer_id": WANG}
    agent = front.as_staff("agent")
    assert (await front.http.post("/api/v1/messages", json=body, headers=agent)).status_code == 200
    (row,) = audited(front.gateway, "message")
    assert (row.staff_id, row.object) == ("s_agent_one", WANG)
    unknown = body | {"customer_id": "c999999"}
    is_problem(await front.http.post("/api/v1/messages", json=unknown, headers=agent), 404, "check the id")
    is_problem(await front.http.post("/api/v1/messages", json=body, headers=front.as_staff("marketer")), 403)


async def test_every_look_at_a_customer_and_a_conversation_is_written_down(front: Front) -> None:
    said = await front.say("话费多少", "m1", WANG)
    agent = front.as_staff("agent")
    assert (await front.http.get(f"/api/v1/customers/{WANG}/tags", headers=agent)).status_code == 200
    await front.http.get(f"/api/v1/conversations/{said['conversation_id']}", headers=agent)
    (look,) = audited(front.gateway, "customer.read")
    assert (look.staff_id, look.object) == ("s_agent_one", WANG) and look.detail["path"].endswith("/tags")
    (read,) = audited(front.gateway, "conversation.read")
    assert read.object == said["conversation_id"]


async def test_marketers_see_neither_holdings_nor_risk_level(front: Front) -> None:
    response = await front.http.get(f"/api/v1/customers/{WANG}", headers=front.as_staff("marketer"))
    assert response.status_code == 200
    assert not {"holdings", "risk", "usage"} & response.json().keys()
    assert "王阿姨" not in response.text


@pytest.fixture
def fang(front: Front) -> str:
    """An agent with a password in the database."""
    row = {
        "id": "s_fang",
        "login": "fang",
        "name": "小方",
        "password_hash": PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("对的密码"),
        "role": "agent",
        "department": "客服中心",
        "active": True,
    }
    with front.gateway.engine.write() as connection:
        connection.execute(t.staff.insert().values(row))
    return "fang"


async def log_in(front: Front, login: str, password: str) -> httpx.Response:
    """OAuth2 password."""
    return await front.http.post("/api/v1/token", data={"username": login, "password": password})


async def test_a_log_in_gives_a_token_that_works_and_is_written_down(front: Front, fang: str) -> None:
    answer = (await log_in(front, fang, "对的密码")).json()
    assert answer["token_type"] == "bearer" and answer["expires_in"] == 36_000
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    assert (await front.http.get(f"/api/v1/customers/{WANG}", headers=headers)).status_code == 200
    assert audited(front.gateway, "login")[0].staff_id == "s_fang"


async def test_ten_wrong_tries_lock_a_log_in_even_for_the_right_password(front: Front, fang: str) -> None:
    for _ in range(10):
        is_problem(await log_in(front, fang, "错的"), 401, "check both")
    is_problem(await log_in(front, fang, "对的密码"), 429, "wait five minutes")
    assert (await log_in(front, "somebody", "错的")).status_code == 401


async def test_tries_at_once_do_not_slip_through(front: Front, fang: str) -> None:
    answers = await asyncio.gather(*(log_in(front, fang, "错的") for _ in range(15)))
    codes = [answer.status_code for answer in answers]
    assert codes.count(401) == 10 and codes.count(429) == 5


async def test_a_right_password_forgives_the_wrong_ones_before(front: Front, fang: str) -> None:
    for _ in range(3):
        for _ in range(4):
            await log_in(front, fang, "错的")
        assert (await log_in(front, fang, "对的密码")).status_code == 200


async def test_who_left_the_company_cannot_log_in(front: Front, fang: str) -> None:
    with front.gateway.engine.write() as connection:
        connection.execute(t.staff.update().where(t.staff.c.login == fang).values(active=False))
    assert (await log_in(front, fang, "对的密码")).status_code == 401
