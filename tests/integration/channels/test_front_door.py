"""Errors, headers, pages and limits of the one public surface."""

import json

import httpx
import pytest

from tests.fixtures.front import WANG, Front

PAGES = ["/chat", "/staff/login", "/docs"]


async def test_every_answer_carries_the_protecting_headers(front: Front) -> None:
    for path in [*PAGES, "/healthz", "/openapi.json", "/static/huake.css", "/nothing"]:
        headers = (await front.http.get(path)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert ("no-store" in headers.get("cache-control", "")) == (not path.startswith("/static/"))


async def test_pages_have_no_inline_script_style_or_foreign_host(front: Front) -> None:
    for path in PAGES:
        page = (await front.http.get(path)).text
        assert "<style" not in page and " style=" not in page and " onclick=" not in page
        assert "<script>" not in page and "https://" not in page and "http://" not in page


async def test_a_chat_shows_what_customers_wrote_as_text_never_as_html(front: Front) -> None:
    await front.say("<img src=x onerror=alert(1)><b>粗</b>", "m1")
    page = (await front.http.get("/chat", headers=front.as_customer(WANG))).text
    assert "<img src=x" not in page and "&lt;img src=x" in page


async def test_a_wrong_address_says_where_to_look(front: Front) -> None:
    for method, path, status in [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/messages", 405),
        ("PUT", "/chat", 405),
    ]:
        response = await front.http.request(method, path)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        assert "/docs" in response.json()["detail"]


async def test_in_a_browser_a_refusal_is_a_page_that_says_what_to_do(front: Front) -> None:
    browser = {"accept": "text/html,application/xhtml+xml"}
    page = await front.http.get("/nothing", headers=browser)
    assert page.status_code == 404 and page.headers["content-type"].startswith("text/html")
    assert "没有找到" in page.text and "about:blank" not in page.text
    call = await front.http.get("/api/v1/nothing", headers=browser)
    assert call.headers["content-type"] == "application/problem+json"


async def test_a_part_of_a_page_is_refused_with_a_sentence_for_people(front: Front) -> None:
    part = front.as_staff("supervisor") | {"hx-request": "true"}
    for method, path, status, says in (
        ("GET", "/nothing", 404, "没有这个地址"),
        ("POST", "/console/records/merge", 422, "有几项没有填好"),
        ("POST", "/console/tags/arpu/preview", 403, "请换一个账号登录"),
    ):
        answer = await front.http.request(method, path, headers=part)
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/plain") and says in answer.text


async def test_a_wrong_field_is_named(front: Front) -> None:
    good = {"text": "你好", "message_id": "m"}
    for named, body in {
        "message_id": good | {"message_id": ""},
        "channel": good | {"channel": "fax"},
        "extra": good | {"extra": "1"},
        "text": good | {"text": "长" * 100_001},
    }.items():
        response = await front.http.post("/api/v1/messages", json=body, headers=front.as_customer(WANG))
        problem = response.json()
        assert response.status_code == 422
        assert named in problem["detail"] and "send again" in problem["detail"]
        assert {error["field"] for error in problem["errors"]} == {named}


async def test_half_a_character_is_refused_and_breaks_nothing(front: Front) -> None:
    for field in ("text", "message_id"):
        body = {"text": "你好", "message_id": "m1"} | {field: "\ud800x"}
        headers = front.as_customer(WANG) | {"content-type": "application/json"}
        response = await front.http.post("/api/v1/messages", content=json.dumps(body), headers=headers)
        assert response.status_code == 422, response.text
        assert field in response.json()["detail"]


async def test_what_is_not_json_is_refused(front: Front) -> None:
    headers = front.as_customer(WANG) | {"content-type": "application/json"}
    response = await front.http.post("/api/v1/messages", content=b"{nope", headers=headers)
    assert response.status_code == 422 and response.json()["detail"]


async def test_a_body_without_end_is_cut_off(front: Front) -> None:
    async def forever() -> object:
        for _ in range(64):
            yield b"x" * 1024 * 1024

    headers = front.as_customer(WANG) | {"content-type": "application/json"}
    try:
        response = await front.http.post("/api/v1/messages", content=forever(), headers=headers)  # type: ignore[arg-type]
    except httpx.WriteError:
        return
    assert response.status_code == 413 and "4 MB" in response.json()["detail"]


async def test_what_breaks_here_is_a_problem_too(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise ValueError("secret detail")

    monkeypatch.setattr(type(front.gateway.turns), "take", broken)
    response = await front.http.post(
        "/api/v1/messages", json={"text": "你好", "message_id": "m1"}, headers=front.as_customer(WANG)
    )
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret detail" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"


async def test_readiness_names_the_part_that_is_missing(front: Front) -> None:
    response = await front.http.get("/readyz")
    states = response.json()
    assert response.status_code == 503
    assert (states["redis"], states["database"], states["rasa"]) == ("ok", "ok", "ok")
    assert states["actions"].startswith("unavailable")


async def test_the_same_message_gives_the_same_answer_byte_for_byte(front: Front) -> None:
    assert await front.say("话费多少", "m1") == await front.say("话费多少", "m1")
    assert len(front.rasa.turns) == 1
