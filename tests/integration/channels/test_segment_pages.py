"""Segments as marketers see them: schemes, members with reasons, time per stage, person types, over HTTP."""

import re
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from recsys.campaign.condition import Clause, Condition, audience
from recsys.sql import schema as t
from recsys.tags.definition import definitions
from recsys.tags.registry import current
from tests.fixtures.front import CHEN, Front
from tests.integration.channels.test_tag_pages import cookie

MARKETER = cookie("marketer")
ELDERS: dict[str, Any] = {
    "name": "长辈",
    "condition": {"clauses": [{"tag": "person_type", "op": "is", "value": "长辈关怀型"}]},
}


async def get(front: Front, path: str) -> Any:
    answer = await front.http.get(f"/api/v1/segments{path}", headers=MARKETER)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def saved(front: Front) -> str:
    answer = await front.http.post("/api/v1/segments", json=ELDERS, headers=MARKETER)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["segment_id"])


async def test_a_segment_is_saved_listed_counted_and_its_members_come_page_by_page_with_reasons(
    front: Front,
) -> None:
    segment = await saved(front)
    assert [one["name"] for one in await get(front, "")] == ["长辈"]
    whole = await get(front, f"/{segment}")
    assert whole["computed"] == "「人物类型」等于长辈关怀型" and whole["count"] >= 3
    first = await get(front, f"/{segment}/members?limit=2")
    rest = await get(front, f"/{segment}/members?limit=200&after={first['next']}")
    ids = [row["customer_id"] for row in first["members"] + rest["members"]]
    assert len(ids) == whole["count"] == first["count"] and ids == sorted(set(ids))
    assert first["members"][0]["why"] == [
        {"said": "「人物类型」等于长辈关怀型", "holds": True, "because": "长辈关怀型"}
    ]
    assert all("*" in row["name"] and "****" in row["phone"] for row in first["members"])


async def test_a_condition_is_counted_without_being_saved(front: Front) -> None:
    answer = await front.http.post("/api/v1/segments/count", json=ELDERS["condition"], headers=MARKETER)
    seen = answer.json()
    assert seen["count"] == seen["remaining"][-1] <= seen["considered"]
    assert await get(front, "") == []


async def test_agents_may_not_pick_customers_and_an_unknown_segment_is_not_found(front: Front) -> None:
    assert (await front.http.get("/api/v1/segments", headers=cookie("agent"))).status_code == 403
    assert (await front.http.get("/api/v1/segments/sg_none", headers=MARKETER)).status_code == 404
    assert (await front.http.get("/api/v1/segments/stages/arpu", headers=MARKETER)).status_code == 404
    hidden = {"clauses": [{"tag": "refund_credit", "op": "has"}]}
    refused = await front.http.post("/api/v1/segments/count", json=hidden, headers=MARKETER)
    assert refused.status_code == 422


async def test_every_scheme_adds_up_to_its_people(front: Front) -> None:
    schemes = await get(front, "/schemes")
    assert {one["kind"] for one in schemes} == {"matrix", "pyramid", "rfm", "lifecycle", "funnel", "types"}
    for one in schemes:
        assert sum(part["count"] for part in one["parts"]) == one["total"]
        condition = Condition(clauses=(Clause(tag=one["tag"], op="has"),))
        assert len(audience(front.gateway.engine, condition, datetime.now(UTC)).customer_ids) == one["total"]


async def test_time_per_stage_counts_every_customer_once_as_being_somewhere(front: Front) -> None:
    for tag in ("life_ringtone", "life_bank", "funnel_wealth"):
        report = await get(front, f"/stages/{tag}")
        with front.gateway.engine.read() as connection:
            held = connection.scalar(sa.select(sa.func.count()).where(t.tags.c.key == tag))
        assert sum(stage["now"] for stage in report["stages"]) == held
        assert all(stage["content"] for stage in report["stages"])
        assert [stage["stage"] for stage in report["stages"]] == [
            value.name for value in definitions().by_key[tag].tag.values
        ]


async def test_each_part_of_a_chart_leads_to_who_is_in_it(front: Front) -> None:
    page = (await front.http.get("/console/segments", headers=MARKETER)).text
    assert 'aria-current="page">客群' in page and "怎么算的" in page
    links = re.findall(r'href="(/console/segments/of\?[^"]+)"', page)
    assert len(links) == sum(len(item.tag.values) for item in definitions().rules if item.tag.values)
    part = await front.http.get(links[0].replace("&amp;", "&"), headers=MARKETER)
    assert part.status_code == 200 and "怎样对待" in part.text
    elders = "/console/segments/of?tag=person_type&value=长辈关怀型"
    assert "「老年客户」 → 长辈关怀型" in (await front.http.get(elders, headers=MARKETER)).text
    stages = (await front.http.get("/console/segments/stages/funnel_wealth", headers=MARKETER)).text
    assert "停留天数" in stages and "Suspect" in stages


async def test_a_segment_is_saved_from_the_page(front: Front) -> None:
    form = {"name": "长辈", "tag": "person_type", "op": "is", "value": "长辈关怀型"}
    answer = await front.http.post("/console/segments", data=form, headers=MARKETER)
    where = answer.headers["HX-Redirect"]
    assert "王*" in (await front.http.get(where, headers=MARKETER)).text
    nameless = await front.http.post("/console/segments", data=form | {"name": ""}, headers=MARKETER)
    assert nameless.status_code == 422 and "起个名字" in nameless.text


async def edited(front: Front, **first: str) -> dict[str, list[str]]:
    """The form of the types with the first row changed."""
    page = (await front.http.get("/console/segments/types", headers=MARKETER)).text
    tag = definitions().by_key["person_type"].tag
    assert all(value.name in page for value in tag.values)
    rows = {
        "name": [value.name for value in tag.values],
        "meaning": [value.meaning for value in tag.values],
        "when": ["[tag, handle_with_care]", *(["[tag, senior]"] * (len(tag.values) - 2)), "true"],
        "advice": [value.advice for value in tag.values],
    }
    rows |= {name: [value, *rows[name][1:]] for name, value in first.items()}
    return rows | {"base": re.findall(r'name="base" value="(\d+)"', page)}


async def test_a_marketer_changes_a_person_type_after_seeing_whose_type_changes(front: Front) -> None:
    form = await edited(front, name="先听型", when="[tag, student]", advice="先听他说完。")
    seen = await front.http.post("/console/segments/types/preview", data=form, headers=MARKETER)
    assert seen.status_code == 200 and "人物类型" in seen.text and " → 先听型:" in seen.text
    looked = {"reason": "试行"} | dict(re.findall(r'name="(version|seen)" value="(\w+)"', seen.text))
    done = await front.http.post("/console/segments/types/apply", data=form | looked, headers=MARKETER)
    assert done.headers["HX-Redirect"] == "/console/segments/types"
    with front.gateway.engine.read() as connection:
        tag = current(connection, front.gateway.engine.settings.zone).by_key["person_type"].tag
    assert (tag.version, tag.values[0].name, tag.values[0].advice) == (2, "先听型", "先听他说完。")
    students = Condition(clauses=(Clause(tag="person_type", op="is", value="先听型"),))
    assert audience(front.gateway.engine, students, datetime.now(UTC)).customer_ids
    assert CHEN not in audience(front.gateway.engine, students, datetime.now(UTC)).customer_ids


async def test_types_rest_on_tags_that_everybody_may_use(front: Front) -> None:
    for when, said in (
        ("[tag, balance_band]", "balance_band"),
        ("[tag, refund_credit]", "refund_credit"),
        ('[">", [holding_sum], 5]', "holding_sum"),
        ("[tag", "条件写法不对"),
        ("", "还没有条件"),
        ("42", "「是」或「不是」"),
        ("[and]", "「是」或「不是」"),
        ('["=", [tag, student], 3]', "「是」或「不是」"),
    ):
        form = await edited(front, when=when)
        seen = await front.http.post("/console/segments/types/preview", data=form, headers=MARKETER)
        assert seen.status_code == 422 and said in seen.text, when


async def test_of_two_who_change_the_types_the_second_is_told(front: Front) -> None:
    path = "/console/segments/types"
    mine, theirs = [await edited(front, when=f"[tag, {tag}]") for tag in ("student", "senior")]
    for form, status in ((mine, 200), (theirs, 200)):
        seen = await front.http.post(f"{path}/preview", data=form, headers=MARKETER)
        assert seen.status_code == status
    looked = {"reason": "试行"} | dict(re.findall(r'name="(version|seen)" value="(\w+)"', seen.text))
    unseen = await front.http.post(f"{path}/apply", data=mine | looked, headers=MARKETER)
    assert unseen.status_code == 422 and "又改动了" in unseen.text
    assert (await front.http.post(f"{path}/apply", data=theirs | looked, headers=MARKETER)).status_code == 204
    late = await front.http.post(f"{path}/preview", data=mine, headers=MARKETER)
    assert late.status_code == 422 and "别人刚改过" in late.text
