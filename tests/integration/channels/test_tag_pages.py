"""The tag library as staff see it: what they may see, why somebody has a tag, and a change in two steps."""

import re
from datetime import UTC, datetime

import pytest

from channels.auth import STAFF_COOKIE, Role, Staff, staff_token
from recsys.tags.definition import definitions
from tests.fixtures.front import CHEN, KEY, Front


def cookie(role: Role, department: str = "市场部") -> dict[str, str]:
    """As the log-in sets it."""
    token = staff_token(KEY, Staff(f"s_{role}", "小吴", role, department), datetime.now(UTC))
    return {"Cookie": f"{STAFF_COOKIE}={token}"}


async def test_the_library_is_searched_by_name_group_and_kind(front: Front) -> None:
    whole = (await front.http.get("/console/tags", headers=cookie("admin"))).text
    assert f"{len(definitions().by_key)} 个标签" in whole
    found = (await front.http.get("/console/tags?q=退费&part=true", headers=cookie("admin"))).text
    assert "1 个标签" in found and "退费信用度" in found and "<html" not in found
    risks = (await front.http.get("/console/tags?group=风险&kind=manual", headers=cookie("admin"))).text
    assert "灰名单" in risks and "流失概率" not in risks


async def test_tags_of_a_department_are_for_its_staff_and_administrators(front: Front) -> None:
    paths = ("/console/tags/refund_credit", f"/console/tags/refund_credit/why?customer={CHEN}")
    for path in paths:
        assert (await front.http.get(path, headers=cookie("marketer"))).status_code == 404
        assert (await front.http.get(path, headers=cookie("marketer", "投诉处理部"))).status_code == 200
        assert (await front.http.get(path, headers=cookie("admin"))).status_code == 200
    listed = (await front.http.get("/console/tags", headers=cookie("marketer"))).text
    picker = (await front.http.get("/console/clause", headers=cookie("marketer"))).text
    assert "退费信用度" not in listed + picker and "营销疲劳" in listed and "营销疲劳" in picker


async def test_the_api_shows_tags_of_the_own_department_only(front: Front) -> None:
    seen = (await front.http.get(f"/api/v1/customers/{CHEN}/tags", headers=cookie("admin"))).json()
    own = (await front.http.get(f"/api/v1/customers/{CHEN}/tags", headers=cookie("agent", "客服中心"))).json()
    levels = {key: item.tag.level for key, item in definitions().by_key.items()}
    assert {tag["key"] for tag in own} == {
        tag["key"] for tag in seen if levels[tag["key"]] in ("company", "客服中心")
    }
    clause = {"clauses": [{"tag": "refund_credit", "op": "has"}]}
    body = {
        "name": "试",
        "product_id": "yt_pk_data_10",
        "channel": "app",
        "text": "10元流量加油包",
        "condition": clause,
    }
    refused = await front.http.post("/api/v1/campaigns/preview", json=body, headers=cookie("marketer"))
    assert refused.status_code == 422


async def test_a_tag_page_says_what_it_means_and_why_somebody_has_it(front: Front) -> None:
    page = (await front.http.get("/console/tags/data_overspend", headers=cookie("marketer"))).text
    for said in (
        "最近6个月里至少3个月付了套外流量费",
        "数据平台部",
        "第1版",
        "近6个月里套外流量费高于0.00元的月数不低于3",
    ):
        assert said in page
    why = (
        await front.http.get(f"/console/tags/data_overspend/why?customer={CHEN}", headers=cookie("marketer"))
    ).text
    assert "有「常超流量」" in why and "不低于3(4)" in why and "月账单出账" in why
    assert "小陈" not in why, "names are masked"
    nobody = await front.http.get("/console/tags/data_overspend/why?customer=x", headers=cookie("marketer"))
    assert "没有这位客户" in nobody.text


async def test_a_change_is_looked_at_and_then_applied_by_approvers_only(front: Front) -> None:
    path, admin = "/console/tags/high_spender", cookie("admin")
    assert (await front.http.get(f"{path}/change", headers=cookie("marketer"))).status_code == 403
    form = (await front.http.get(f"{path}/change", headers=admin)).text
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", form, re.S)[1]  # type: ignore[index]
    text = text.replace("20000", "100").replace("&gt;", ">").replace("&#39;", "'").replace("&#34;", '"')
    seen = await front.http.post(f"{path}/preview", data={"text": text, "base": 1}, headers=admin)
    assert seen.status_code == 200 and "应用第2版" in seen.text and "进来" in seen.text
    sent = {"text": text, "reason": "试试低门槛"}
    sent |= dict(re.findall(r'name="(version|seen)" value="(\w+)"', seen.text))
    assert (await front.http.post(f"{path}/apply", data=sent, headers=admin)).status_code == 204
    assert "第2版" in (await front.http.get(path, headers=admin)).text
    again = await front.http.post(f"{path}/apply", data=sent, headers=admin)
    assert again.status_code == 422 and "别人刚改过" in again.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "定义"),
        ("- {key: other}", "other"),
        ("- {key: high_spender, title: 高消费客户}", "meaning"),
    ],
)
async def test_what_is_wrong_with_a_definition_is_said(front: Front, text: str, said: str) -> None:
    answer = await front.http.post(
        "/console/tags/high_spender/preview", data={"text": text, "base": 1}, headers=cookie("admin")
    )
    assert answer.status_code == 422 and said in answer.text
