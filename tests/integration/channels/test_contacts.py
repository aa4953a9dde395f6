"""The contact view over HTTP: filters, pages, counts, CSV and the notes of agents."""

import csv
import io

from recsys.events.worker import settle
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
    assert "'=问了提速,说再想想" in [row["content"] for row in rows]


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
