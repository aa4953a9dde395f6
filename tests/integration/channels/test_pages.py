"""The pages as a browser without scripts sees them: who gets in, what is shown, what a form does."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from channels.auth import CUSTOMER_COOKIE, STAFF_COOKIE, Role, Staff, customer_token, staff_token
from tests.fixtures.front import CHEN, KEY, WANG, Front

FORM = {
    "name": "流量月包",
    "tag": "plan_fee",
    "op": "at_most",
    "value": "29",
    "product_id": "yt_pk_data_10",
    "channel": "app",
    "text": "流量不够用?试试10元流量月包。",
}


def staff_cookie(role: Role) -> dict[str, str]:
    """As the log-in sets it."""
    token = staff_token(KEY, Staff(f"s_{role}", "小方", role, "客服中心"), datetime.now(UTC))
    return {"Cookie": f"{STAFF_COOKIE}={token}"}


def customer_cookie(customer_id: str) -> dict[str, str]:
    """As the choice of a demo customer sets it."""
    return {"Cookie": f"{CUSTOMER_COOKIE}={customer_token(KEY, customer_id, datetime.now(UTC))}"}


async def test_a_demo_customer_is_chosen_and_chats(front: Front) -> None:
    who = (await front.http.get("/chat")).text
    assert "王阿姨" in who
    chosen = await front.http.post("/chat/login", data={"customer_id": WANG})
    assert chosen.status_code == 303 and "httponly" in chosen.headers["set-cookie"].lower()
    cookie = customer_cookie(WANG)
    said = await front.http.post(
        "/chat/messages", data={"text": "话费多少", "message_id": "m-0000001"}, headers=cookie
    )
    assert said.status_code == 204
    page = (await front.http.get("/chat", headers=cookie)).text
    assert "话费多少" in page and "收到:话费多少" in page and "转人工" in page


async def test_only_the_named_demo_customers_can_be_chosen(front: Front) -> None:
    for customer in ("c000020", "nobody"):
        assert (await front.http.post("/chat/login", data={"customer_id": customer})).status_code == 403


async def test_the_stream_of_the_page_belongs_to_its_customer(front: Front) -> None:
    said = await front.say("话费多少", "m1", WANG)
    path = f"/chat/stream?conversation={said['conversation_id']}"
    assert (await front.http.get(path, headers=customer_cookie(CHEN))).status_code == 404


@pytest.mark.parametrize(
    "path", ["/copilot", "/copilot/queue", "/console", "/console/tags", "/console/campaigns/new"]
)
async def test_staff_pages_lead_to_the_log_in(front: Front, path: str) -> None:
    page = await front.http.get(path)
    assert (page.status_code, page.headers["location"]) == (303, "/staff/login")
    part = await front.http.get(path, headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["hx-redirect"]) == (401, "/staff/login")


async def test_each_page_is_for_its_own_people(front: Front) -> None:
    for role, path, status in (
        ("agent", "/copilot", 200),
        ("marketer", "/copilot", 403),
        ("marketer", "/console", 200),
        ("agent", "/console", 403),
        ("admin", "/console", 200),
    ):
        assert (await front.http.get(path, headers=staff_cookie(role))).status_code == status  # type: ignore[arg-type]


async def test_an_agent_takes_over_writes_and_hands_back_on_the_page(front: Front) -> None:
    said = await front.say("转人工", "m1", WANG)
    agent, path = staff_cookie("agent"), f"/copilot/{said['conversation_id']}"
    queue = (await front.http.get("/copilot/queue", headers=agent)).text
    assert "等待" in queue and "王**" in queue and "王阿姨" not in queue
    early = await front.http.post(f"{path}/say", data={"text": "您好"}, headers=agent)
    assert early.status_code == 409 and "先点" in early.text
    assert (await front.http.post(f"{path}/takeover", headers=agent)).status_code == 204
    assert (await front.http.post(f"{path}/say", data={"text": "您好"}, headers=agent)).status_code == 204
    bad = await front.http.post(f"{path}/say", data={"text": "保本"}, headers=agent)
    assert bad.status_code == 409 and "换个说法" in bad.text
    shown = (await front.http.get(f"/copilot?conversation={said['conversation_id']}", headers=agent)).text
    assert "您好" in shown
    side = await front.http.get(f"{path}/side", headers=agent)
    assert side.status_code == 200 and "王**" in side.text
    used = await front.http.post(f"{path}/feedback", data={"step": "s1", "what": "used"}, headers=agent)
    assert used.status_code == 204
    assert (await front.http.post(f"{path}/handback", headers=agent)).status_code == 204
    assert (await front.say("谢谢", "m2", WANG))["owner"] == "bot"


async def test_an_unknown_conversation_is_said_to_be_unknown(front: Front) -> None:
    agent = staff_cookie("agent")
    for method, path in (("GET", "side"), ("POST", "feedback")):
        data = {"step": "s", "what": "used"} if method == "POST" else None
        answer = await front.http.request(method, f"/copilot/v_none/{path}", data=data, headers=agent)
        assert answer.status_code == 404, path


async def test_a_marketer_previews_saves_and_sends_on_the_page(front: Front) -> None:
    marketer = staff_cookie("marketer")
    preview = (await front.http.post("/console/preview", data=FORM, headers=marketer)).text
    assert "不多于" in preview and "回复「退订」" in preview and "小陈" not in preview
    saved = await front.http.post("/console/campaigns", data=FORM, headers=marketer)
    assert saved.status_code == 204, saved.text
    address = saved.headers["hx-redirect"]
    assert (await front.http.post(f"{address}/send", headers=marketer)).status_code == 303
    page = (await front.http.get(address, headers=marketer)).text
    assert "流量月包" in page and "10元流量月包" in page
    assert "流量月包" in (await front.http.get("/console", headers=marketer)).text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("value", "nan", "要填数字"),
        ("value", "", "填一个值"),
        ("tag", "", "至少一个条件"),
        ("text", "保本,10元流量月包", "保本"),
    ],
)
async def test_a_form_that_is_not_right_says_what_to_change(
    front: Front, field: str, value: str, says: str
) -> None:
    marketer = staff_cookie("marketer")
    answer = await front.http.post("/console/campaigns", data=FORM | {field: value}, headers=marketer)
    assert answer.status_code == 422 and says in answer.text


async def test_names_of_campaigns_are_text_never_html(front: Front) -> None:
    marketer = staff_cookie("marketer")
    data = FORM | {"name": "<script>alert(1)</script>"}
    await front.http.post("/console/campaigns", data=data, headers=marketer)
    assert "<script>alert" not in (await front.http.get("/console", headers=marketer)).text


async def test_the_docs_page_lists_the_calls(front: Front) -> None:
    page = (await front.http.get("/docs")).text
    assert "/api/v1/messages" in page and "message_id*" in page
    assert quote("/api/v1/messages") in (await front.http.get("/openapi.json")).text


async def test_scripts_are_offered_by_what_the_agent_looks_for(front: Front) -> None:
    first = (await front.http.get("/copilot/scripts", headers=staff_cookie("agent"))).text
    assert first.count("data-script") >= 5
    assert (await front.http.get("/copilot/scripts", headers=staff_cookie("marketer"))).status_code == 403
