"""The contact view over HTTP: filters, pages, counts, CSV and the notes of agents."""

import csv
import io
import re
from datetime import UTC, datetime

import sqlalchemy as sa

from recsys.contacts.pending import push_event
from recsys.events.log import publish
from recsys.events.worker import settle
from recsys.sql import schema as t
from tests.fixtures.front import CHEN, WANG, Front
from tests.integration.channels.test_api import call

PATH = f"/api/v1/customers/{WANG}/contacts"
NOTE = {
    "note_id": "call-1",
    "kind": "咨询",
    "business_type": "宽带",
    "result": "考虑",
    "content": "=问了提速,说再想想",
}


async def test_a_note_of_a_call_is_one_row_however_often_it_is_sent(front: Front) -> None:
    for new in (True, False):
        assert (await call(front, "POST", PATH, json=NOTE))["new"] is new
    settle(front.gateway.engine)
    shown = await call(front, "GET", PATH, params={"channel": "hotline", "text": "提速"})
    assert [(row["kind"], row["result"], row["department"]) for row in shown] == [
        ("咨询", "考虑", "客服中心")
    ]


async def test_what_was_offered_in_a_call_is_followed_by_a_message_or_a_reason(front: Front) -> None:
    said = NOTE | {"note_id": "call-2", "offered": ["yt_pk_data_10"]}
    answer = await call(front, "POST", PATH, json=said)
    assert answer["sms"]["product_id"] == "yt_pk_data_10" or answer["sms"]["refused"]
    visit = await call(front, "POST", PATH, json=said | {"note_id": "visit-1", "channel": "hall"})
    assert visit["sms"] == {"product_id": None, "due_at": None, "refused": {}}


async def test_pages_follow_the_link_to_the_end(front: Front) -> None:
    everything = await call(front, "GET", PATH, params={"limit": 500})
    url, seen = f"{front.url}{PATH}?limit=2", []
    while url:
        answer = await front.http.get(url, headers=front.as_staff("marketer"))
        seen += answer.json()
        url = answer.links.get("next", {}).get("url", "")
    assert seen == everything and len(seen) > 2


async def test_counts_and_filters_agree(front: Front) -> None:
    counts = (await call(front, "GET", f"{PATH}/summary"))["counts"]
    for one in counts["kind"]:
        rows = await call(front, "GET", PATH, params={"kind": one["value"], "limit": 500})
        assert len(rows) == one["count"]


async def test_the_export_holds_every_row_and_no_formula(front: Front) -> None:
    await call(front, "POST", PATH, json=NOTE)
    settle(front.gateway.engine)
    answer = await front.http.get(f"{PATH}.csv", headers=front.as_staff("supervisor"))
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == len(await call(front, "GET", PATH, params={"limit": 500}))
    assert "'=问了提速,说再想想" in [row["内容"] for row in rows]
    assert {row["渠道"] for row in rows} <= {"App", "微信", "网页", "热线", "营业厅", "短信", "系统"}
    assert all(datetime.strptime(row["时间"], "%Y-%m-%d %H:%M:%S") for row in rows), "spreadsheets read it"


async def test_who_may_not_look_is_told_so(front: Front) -> None:
    assert (await front.http.get(PATH, headers=front.as_customer(CHEN))).status_code == 401
    assert (await front.http.post(PATH, json=NOTE, headers=front.as_staff("marketer"))).status_code == 403
    wrong = await front.http.get(PATH, params={"after": "x"}, headers=front.as_staff("agent"))
    assert wrong.status_code == 422 and "after" in wrong.json()["detail"]


async def test_a_marketer_picks_by_contacts_and_reads_why(front: Front) -> None:
    headers = front.as_staff("marketer")
    page = await front.http.get("/console/operators", params={"tag": "contact"}, headers=headers)
    assert "contact_kinds" in page.text and "微信" in page.text
    row = {"contact_days": "", "contact_kinds": "咨询", "contact_channels": ""}
    row |= {"contact_business_types": "", "contact_results": "", "contact_departments": ""}
    form = {"tag": ["plan_fee", "contact"], "op": ["has", "at_least"], "value": ["", "1"], **row}
    seen = await front.http.post("/console/preview", data=form, headers=headers)
    assert "有过「咨询」" in seen.text and "次,最近" in seen.text
    wrong = await front.http.post("/console/preview", data=form | {"value": ["", "many"]}, headers=headers)
    assert "次数" in wrong.text


async def test_the_page_of_a_customer_is_masked_filtered_and_goes_back_in_time(front: Front) -> None:
    headers = front.as_staff("marketer")
    page = await front.http.get("/console/contacts", params={"customer": WANG}, headers=headers)
    assert page.status_code == 200 and "王**" in page.text and "业务查询" in page.text
    asked = {"customer": WANG, "part": "true", "kind": "投诉"}
    part = await front.http.get("/console/contacts", params=asked, headers=headers)
    assert "<form class" not in part.text and "<b>业务查询</b>" not in part.text
    nobody = await front.http.get("/console/contacts", params={"customer": "c9"}, headers=headers)
    assert nobody.status_code == 404 and "没有这位客户" in nobody.text
    wrong = await front.http.get("/console/contacts", params=asked | {"since": "昨天"}, headers=headers)
    assert wrong.status_code == 422
    agent = await front.http.get("/console/contacts", params=asked, headers=front.as_staff("agent"))
    assert agent.status_code == 403


async def test_what_customers_said_never_becomes_html(front: Front) -> None:
    await call(front, "POST", PATH, json=NOTE | {"content": "<script>alert(1)</script>"})
    settle(front.gateway.engine)
    page = await front.http.get(
        "/console/contacts", params={"customer": WANG}, headers=front.as_staff("marketer")
    )
    assert "<script>alert" not in page.text and "&lt;script&gt;alert" in page.text


async def test_the_copilot_opens_the_whole_timeline(front: Front) -> None:
    conversation = (await front.say("你好", "m1"))["conversation_id"]
    headers = front.as_staff("agent")
    whole = await front.http.get(f"/copilot/{conversation}/contacts", headers=headers)
    assert whole.status_code == 200 and 'class="timeline"' in whole.text and "全部种类" in whole.text


async def test_a_push_is_opened_by_who_writes_and_clicked_by_who_takes_its_option(front: Front) -> None:
    conversation = (await front.say("你好", "m0", CHEN))["conversation_id"]
    await front.gateway.conversations.note(conversation, push="p_1", push_asks="10元流量月包是什么")
    row = {
        "id": "p_1",
        "campaign_id": "c",
        "customer_id": CHEN,
        "channel": "app",
        "product_id": "yt_pk_data_10",
    }
    sent = push_event(row | {"text": "半价", "detail": {}}, "sent", None, datetime.now(UTC))
    publish(front.gateway.engine, [sent])

    async def result() -> str:
        settle(front.gateway.engine)
        rows = await call(front, "GET", f"/api/v1/customers/{CHEN}/contacts", params={"kind": "营销接触"})
        return next(str(one["result"]) for one in rows if one["ref"] == "push:p_1")

    assert await result() == "已发送"
    await front.say("10元流量月包是什么", "m1", CHEN)
    assert await result() == "已点击"


async def test_a_refusal_told_by_a_note_or_another_system_rests_at_once(front: Front) -> None:
    note = NOTE | {"note_id": "call-3", "refused": ["yt_pk_data_10"]}
    await call(front, "POST", PATH, json=note)
    event = {"id": "e_crm_no", "type": "recommendation.declined", "customer_id": WANG, "channel": "hall"}
    event |= {
        "at": datetime.now(UTC).isoformat(),
        "actor": "customer",
        "payload": {"product_ids": ["yt_pk_data_20"]},
    }
    results = [
        (await call(front, "POST", "/api/v1/events", "admin", json=[event]))["results"][0]["result"]
        for _ in range(2)
    ]
    view = await call(front, "GET", f"/api/v1/customers/{WANG}/policy")
    resting = {one["product_id"] for one in view["refusals"] if one["code"] == "declined"}
    assert resting == {"yt_pk_data_10", "yt_pk_data_20"} and results == ["accepted", "duplicate"]


async def test_a_complaint_told_in_a_call_is_a_ticket_without_private_numbers(front: Front) -> None:
    note = NOTE | {"note_id": "call-4", "kind": "投诉", "business_type": "服务", "result": "已受理"}
    answer = await call(front, "POST", PATH, json=note | {"content": "排队太久,回拨13912345678"})
    settle(front.gateway.engine)
    rows = await call(front, "GET", PATH, params={"kind": "投诉", "channel": "hotline"})
    [row] = [one for one in rows if one["ref"] == f"ticket:{answer['ticket']}"]
    assert (row["result"], row["content"]) == ("已受理", "排队太久,回拨139*****678")
    with front.gateway.engine.read() as connection:
        actions = connection.scalars(sa.select(t.audit.c.action).where(t.audit.c.object == WANG)).all()
    assert "contact.note" in actions


async def test_the_form_beside_a_conversation_saves_once_and_says_what_it_did(front: Front) -> None:
    conversation = (await front.say("宽带怎么提速", "m1"))["conversation_id"]
    headers = front.as_staff("agent")
    page = (await front.http.get("/copilot", params={"conversation": conversation}, headers=headers)).text
    [note_id] = re.findall(r'name="note_id" value="(\w+)"', page)
    form = {"note_id": note_id, "customer": WANG, "kind": "业务查询", "channel": "hotline"}
    form |= {"business_type": "宽带", "result": "已答复", "content": "<b>说清了</b>"}
    first, again = [
        (await front.http.post("/copilot/notes", data=form, headers=headers)).text for _ in range(2)
    ]
    assert "已记录:业务查询 · 宽带 · 已答复" in first and "这一笔已经记过" in again
    assert note_id not in first, "the next note is another one"
    settle(front.gateway.engine)
    [row] = await call(front, "GET", PATH, params={"channel": "hotline", "text": "说清了"})
    assert (row["handled_by"], row["department"]) == ("s_agent_one", "客服中心")


async def test_the_form_says_what_is_missing_and_whom_it_does_not_know(front: Front) -> None:
    form = {"note_id": "n1", "customer": WANG, "kind": "咨询", "channel": "hotline", "business_type": "宽带"}
    form |= {"result": "已答复", "content": "问提速"}
    wrong = {"content": "  ", "result": "已办结", "customer": "13900000000", "channel": "fax"}
    for name, value in wrong.items():
        answer = await front.http.post(
            "/copilot/notes", data=form | {name: value}, headers=front.as_staff("agent")
        )
        assert answer.status_code == 422 and answer.text.startswith(("请", "没有这位客户"))
    other = await front.http.post("/copilot/notes", data=form, headers=front.as_staff("marketer"))
    assert other.status_code == 403


async def test_who_calls_is_found_by_number_and_shown_masked(front: Front) -> None:
    headers = front.as_staff("agent")
    with front.gateway.engine.read() as connection:
        phone = connection.scalar(sa.select(t.customers.c.phone).where(t.customers.c.id == WANG))
    asked = {"customer": f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}"}
    page = await front.http.get("/copilot/notes", params=asked, headers=headers)
    assert "王**" in page.text and 'name="note_id"' in page.text and "可以推荐什么" in page.text
    nobody = await front.http.get("/copilot/notes", params={"customer": "13900000000"}, headers=headers)
    assert nobody.status_code == 404 and "没有这位客户" in nobody.text
