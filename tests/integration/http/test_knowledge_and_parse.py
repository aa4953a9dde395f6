"""What staff may ask the system: what a text means, what we know, what we would charge."""

from typing import Any

import httpx
import pytest

from recsys.customers.customer import MonthUsage
from recsys.engine import Engine
from recsys.tariff.bill import bills
from tests.fixtures.system import Desk


def test_a_text_is_parsed_into_intent_and_normalised_entities(agent: Desk) -> None:
    text = "给我妈推荐个一百块以内流量30个G的套餐"
    understood = agent.post("/parse", {"text": text})
    assert understood["intent"] == "ask_plan_recommend"
    assert understood["ranking"][0]["name"] == understood["intent"]
    values = {one["entity"]: one["value"] for one in understood["entities"]}
    assert values["money"] == {"max": 10000}
    assert values["data_volume"] == 30 * 1024
    assert values["person"] == "parent"
    for one in understood["entities"]:
        assert text[one["start"] : one["end"]] == one["text"]


def test_dates_are_read_against_the_time_of_the_message(agent: Desk) -> None:
    said = {"text": "后天去东京", "at": "2026-03-01T12:00:00+08:00"}
    values = {one["entity"]: one["value"] for one in agent.post("/parse", said)["entities"]}
    assert values["date"] == "2026-03-03"
    assert values["destination"] == "JP"


def test_knowledge_comes_with_score_source_and_version(agent: Desk) -> None:
    hits = agent.post("/kb/search", {"query": "手机丢了怎么补卡", "k": 3, "kinds": ["faq"]})
    assert len(hits) == 3
    assert "补" in hits[0]["title"] + hits[0]["text"]
    assert all(hit["source"] and hit["version"] and 0 <= hit["score"] <= 1 for hit in hits)
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_bills_of_any_usage_are_simulated_as_the_bill_itself_does_it(agent: Desk, live: Engine) -> None:
    usage: list[dict[str, Any]] = [
        {"month": "2026-08", "data_mb": 20_000, "voice_min": 150},
        {"month": "2026-09", "data_mb": 9_000, "voice_min": 90, "sms": 3},
    ]
    body = {"usage": usage, "plan_ids": ["yt_cx_39", "yt_hk_39"], "current": "yt_cx_59"}
    plans = {one["plan_id"]: one for one in agent.post("/tariffs/simulate", body)["plans"]}
    months = [MonthUsage(**month) for month in usage]
    today = [bill.total for bill in bills(live.catalogue.plans["yt_cx_59"], (), months)]
    for plan_id, simulated in plans.items():
        wanted = [bill.total for bill in bills(live.catalogue.plans[plan_id], (), months)]
        assert [bill["total"] for bill in simulated["bills"]] == wanted
        assert all(sum(line["amount"] for line in b["lines"]) == b["total"] for b in simulated["bills"])
        gains = [now - then for now, then in zip(today, wanted, strict=True)]
        assert (simulated["saving"]["low"], simulated["saving"]["high"]) == (min(gains), max(gains))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/parse", {"text": "你好"}),
        ("POST", "/kb/search", {"query": "补卡"}),
        ("GET", "/customers/c000001", None),
        ("POST", "/recommendations", {"customer_id": "c000001", "line": "tariff"}),
        ("POST", "/events", []),
    ],
)
def test_nothing_is_told_without_a_login(
    agent: Desk, http: httpx.Client, method: str, path: str, body: object
) -> None:
    answer = http.request(method, f"{agent.system.url}/api/v1{path}", json=body)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert "log in" in answer.json()["detail"]


def test_an_unknown_field_is_refused_with_what_to_do(agent: Desk) -> None:
    answer = agent.call("POST", "/kb/search", json={"query": "补卡", "sql": "drop table"})
    assert answer.status_code == 422
    assert "sql" in answer.text
