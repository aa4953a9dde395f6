"""One record, lists and merges through the gateway: roles, masks, audit, and ids of before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from recsys.customers.population.doubles import add_doubles
from recsys.engine import Engine
from recsys.sql import schema as t
from tests.fixtures.front import Front

ZHANG, LI, ZHAO = "c000005", "c000003", "c000008"
APP_ZHANG, BANK_LI, SON = "a000005", "b000003", "b000108"
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()


@pytest.fixture(autouse=True)
def _doubles(engine: Engine) -> None:
    """The demo's people whom other sources know too."""
    add_doubles(engine, datetime.now(UTC))


async def call(front: Front, role: Any, method: str, path: str, **body: Any) -> tuple[int, Any]:
    answer = await front.http.request(
        method, f"/api/v1{path}", json=body or None, headers=front.as_staff(role)
    )
    return answer.status_code, answer.json()


async def test_the_record_names_the_source_of_every_field_and_what_lost(front: Front) -> None:
    _, record = await call(front, "agent", "GET", f"/customers/{APP_ZHANG}/record")
    fields = {field["field"]: field for field in record["fields"]}
    assert (record["customer_id"], record["merged_ids"]) == (ZHANG, [APP_ZHANG])
    region = fields["region"]
    assert (region["value"], region["source"], region["why"], region["disputed"]) == (
        "CN-TJ",
        "app",
        "时间更近",
        True,
    )
    assert [one["value"] for one in region["lost"]] == ["CN-BJ"]
    assert (fields["name"]["value"], fields["phone"]["value"]) == ("张*", "199****0005")


async def test_a_token_of_before_the_merge_goes_on_with_the_same_conversation(front: Front) -> None:
    first = await front.say("你好", "m1", ZHANG)
    second = await front.say("还在吗", "m2", APP_ZHANG)
    assert first["conversation_id"] == second["conversation_id"]
    again = await front.say("还在吗", "m2", APP_ZHANG)
    assert again == second
    path = f"/api/v1/conversations/{first['conversation_id']}"
    seen = await front.http.get(path, headers=front.as_customer(APP_ZHANG))
    assert seen.status_code == 200


async def test_a_person_merges_a_doubtful_pair_and_takes_it_back(front: Front, engine: Engine) -> None:
    _, pairs = await call(front, "agent", "GET", "/duplicates")
    assert [(pair["customer_id"], pair["other_id"], pair["verdict"]) for pair in pairs] == [
        (BANK_LI, LI, "ask")
    ]
    body = {"other_id": BANK_LI, "reason": "电话核实是本人"}
    assert (await call(front, "agent", "POST", f"/customers/{LI}/merge", **body))[0] == 403
    status, done = await call(front, "supervisor", "POST", f"/customers/{LI}/merge", **body)
    assert (status, done["customer_id"], done["gone"]) == (200, LI, BANK_LI)
    assert (await call(front, "agent", "GET", "/duplicates"))[1] == []
    status, undone = await call(front, "supervisor", "POST", f"/merges/{done['id']}/undo")
    assert (status, undone["untold"]) == (200, [])
    _, view = await call(front, "agent", "GET", f"/customers/{BANK_LI}")
    assert view["id"] == BANK_LI
    with engine.read() as connection:
        done_by = connection.execute(
            sa.select(t.audit.c.action, t.audit.c.staff_id).where(t.audit.c.action.like("customer.%"))
        ).all()
    assert ("customer.merge", "s_supervisor_one") in done_by
    assert ("customer.split", "s_supervisor_one") in done_by


async def test_what_people_set_apart_is_not_put_forward_again_nor_merged(front: Front) -> None:
    body = {"other_id": BANK_LI, "reason": "同名同生日,不是同一人"}
    assert (await call(front, "supervisor", "POST", f"/customers/{LI}/apart", **body))[0] == 200
    status, found = await call(front, "supervisor", "POST", "/duplicates/search")
    assert (status, found["answers"]["ask"]) == (200, 1)
    assert (await call(front, "agent", "GET", "/duplicates"))[1] == []
    assert len((await call(front, "agent", "GET", "/duplicates?apart=true"))[1]) == 1
    status, problem = await call(front, "supervisor", "POST", f"/customers/{LI}/merge", **body)
    assert (status, "不能合并" in problem["detail"]) == (409, True)


async def test_a_father_and_his_son_are_refused_with_the_evidence(front: Front) -> None:
    body = {"other_id": SON, "reason": "同一个号码"}
    status, problem = await call(front, "supervisor", "POST", f"/customers/{ZHAO}/merge", **body)
    assert status == 409
    assert "核验过的出生日期不同" in problem["detail"]


async def test_lists_are_read_by_agents_written_by_supervisors_and_end_early(front: Front) -> None:
    path, body = f"/customers/{ZHANG}/lists", {"list": "grey", "reason": "核实身份", "until": TOMORROW}
    assert (await call(front, "agent", "POST", path, **body))[0] == 403
    assert (await call(front, "marketer", "GET", path))[0] == 403
    status, entry = await call(front, "supervisor", "POST", path, **body)
    assert (status, entry["counts"], entry["department"]) == (201, True, "客服中心")
    assert (await call(front, "supervisor", "POST", path, **(body | {"product_id": "nothing"})))[0] == 422
    _, listed = await call(front, "agent", "GET", f"/customers/{APP_ZHANG}/lists")
    assert [one["id"] for one in listed] == [entry["id"]]
    status, ended = await call(front, "supervisor", "POST", f"{path}/{entry['id']}/end")
    assert (status, ended["counts"]) == (200, False)
    assert (await call(front, "supervisor", "POST", f"{path}/{entry['id']}/end"))[0] == 404


async def test_a_guest_who_proves_a_number_to_an_agent_is_that_customer(front: Front) -> None:
    body = {"kind": "wechat", "value": "wx_new"}
    assert (await call(front, "agent", "POST", f"/customers/{ZHANG}/identities", **body))[1] == {
        "customer_id": ZHANG
    }
    body = {"kind": "phone", "value": "19900000008"}
    assert (await call(front, "agent", "POST", f"/customers/{SON}/identities", **body))[0] == 409


@pytest.mark.parametrize(
    ("kind", "value"), [("phone", "<script>"), ("phone", "王小明的手机"), ("wechat", "a b c")]
)
async def test_what_is_no_number_or_login_is_not_noted(front: Front, kind: str, value: str) -> None:
    body = {"kind": kind, "value": value}
    status, told = await call(front, "agent", "POST", f"/customers/{ZHANG}/identities", **body)
    assert (status, told["title"]) == (422, "Invalid input")


@pytest.mark.parametrize(
    ("path", "role", "shows"),
    [
        ("/console/lists", "agent", "已核验合格投资者材料"),
        ("/console/lists?q=刘&part=true", "supervisor", "没有符合的名单"),
        ("/console/records", "supervisor", "需要人工判断"),
    ],
)
async def test_the_pages_show_lists_and_pairs(front: Front, path: str, role: Any, shows: str) -> None:
    page = await front.http.get(path, headers=front.as_staff(role))
    assert page.status_code == 200
    assert shows in page.text
    assert "19900000003" not in page.text


async def test_the_pages_act(front: Front) -> None:
    headers = front.as_staff("supervisor")
    form = {"one": BANK_LI, "other": LI, "reason": "电话核实"}
    done = await front.http.post("/console/records/merge", data=form, headers=headers)
    assert done.headers["hx-redirect"] == "/console/records"
    page = await front.http.get("/console/records", headers=headers)
    assert "撤销" in page.text and "没有可能重复的客户" in page.text
    entry = {"customer": LI, "list": "black", "reason": "x", "last_day": "2020-01-01"}
    assert (await front.http.post("/console/lists", data=entry, headers=headers)).status_code == 422
    late = entry | {"reason": "失信核实", "last_day": "2099-01-01"}
    assert (await front.http.post("/console/lists", data=late, headers=headers)).status_code == 204
    page = await front.http.get(f"/console/lists?q={LI}", headers=headers)
    assert "失信核实" in page.text
    for wrong, says in (
        (late, "已经在黑名单里"),
        (late | {"last_day": "9999-12-31"}, "太远"),
        (late | {"customer": "13900001111"}, "没有这位客户"),
        (late | {"product": "没有的产品"}, "没有这个产品"),
    ):
        refused = await front.http.post("/console/lists", data=wrong, headers=headers)
        assert refused.status_code == 422 and says in refused.text
    named = late | {"customer": "199 0000 0001", "product": "10元流量加油包", "list": "grey"}
    assert (await front.http.post("/console/lists", data=named, headers=headers)).status_code == 204
    assert (await front.http.get("/console/records", headers=front.as_staff("agent"))).status_code == 403


async def test_a_pair_shows_what_a_merge_would_make_of_it(front: Front) -> None:
    page = (await front.http.get("/console/records", headers=front.as_staff("supervisor"))).text
    assert f"合并后 {LI}" in page and "时间更近" in page and "来源更可信" in page


async def test_a_record_is_not_merged_with_itself(front: Front) -> None:
    body = {"other_id": LI, "reason": "同一个人"}
    status, said = await call(front, "supervisor", "POST", f"/customers/{LI}/merge", **body)
    assert status == 422 and "itself" in said["detail"]
