"""Calls for staff and other systems, on a real population."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from recsys.contacts.consent import record_consent
from recsys.events.worker import settle
from recsys.offer.decision_log import replay_decision
from recsys.ranking.learn import learn_log
from recsys.sql import schema as t
from tests.fixtures.front import CHEN, WANG, Front

EVENT = {
    "id": "e_from_crm_1",
    "type": "contact.made",
    "version": 1,
    "at": "2026-11-18T04:00:00+00:00",
    "customer_id": CHEN,
    "channel": "hall",
    "actor": "agent",
    "payload": {"kind": "咨询", "summary": "问了宽带"},
    "conversation_id": None,
    "caused_by": None,
}


async def call(front: Front, method: str, path: str, role: Any = "agent", **more: Any) -> Any:
    """The answer of a call that must succeed."""
    answer = await front.http.request(method, path, headers=front.as_staff(role), **more)
    assert answer.status_code < 300, answer.text
    return answer.json()


async def test_events_of_other_systems_count_once_and_bad_ones_are_named(front: Front) -> None:
    batch = [EVENT, EVENT, {"id": "bad"}, EVENT | {"id": "e_naive", "at": "2026-11-18T04:00:00"}]
    results = (await call(front, "POST", "/api/v1/events", "admin", json=batch))["results"]
    assert [result["result"] for result in results] == ["accepted", "duplicate", "refused", "refused"]
    assert "zone" in results[3]["detail"]
    again = (await call(front, "POST", "/api/v1/events", "admin", json=[EVENT]))["results"]
    assert again == [{"id": "e_from_crm_1", "result": "duplicate"}]
    settle(front.gateway.engine)
    contacts = await call(front, "GET", f"/api/v1/customers/{CHEN}/contacts")
    assert [c["content"] for c in contacts if c["event_id"] == "e_from_crm_1"] == ["问了宽带"]


async def test_a_view_of_a_customer_has_its_parts(front: Front) -> None:
    view = await call(front, "GET", f"/api/v1/customers/{WANG}")
    assert view["name"] == "王**" and "****" in view["phone"]
    assert view["plan"]["fee"] == 13800 and view["risk"]["level"] == "C2" and len(view["usage"]) == 6
    tags = await call(front, "GET", f"/api/v1/customers/{WANG}/tags")
    assert "senior" in {tag["key"] for tag in tags}
    assert (await front.http.get("/api/v1/customers/c9", headers=front.as_staff("agent"))).status_code == 404


async def test_a_recommendation_is_a_decision_that_can_be_read_again(front: Front) -> None:
    asked = {"tariff": {}, "wealth": {"amount": 1_000_000, "term_days": 180}}
    for line, context in asked.items():
        body = {"customer_id": WANG, "line": line, "k": 2, "channel": "app", "context": context}
        decision = await call(front, "POST", "/api/v1/recommendations", json=body)
        assert decision["decision_id"] and len(decision["items"]) <= 2
        assert all(held["code"] for held in decision["suppressed"])
        logged = await call(front, "GET", f"/api/v1/customers/{WANG}/decisions")
        assert decision["decision_id"] in [one["decision_id"] for one in logged]


async def test_a_senseless_context_is_refused(front: Front) -> None:
    for context, says in (({"colour": "red"}, "colour"), ({"data_mb": "viel"}, "context")):
        body = {"customer_id": WANG, "line": "tariff", "context": context}
        answer = await front.http.post("/api/v1/recommendations", json=body, headers=front.as_staff("agent"))
        assert answer.status_code == 422 and says in answer.json()["detail"], context


async def test_bills_are_simulated_cheapest_first_with_a_saving(front: Front) -> None:
    plans = list(front.gateway.engine.catalogue.plans)[:3]
    usage = [{"month": f"2026-0{month}", "data_mb": 3_000, "voice_min": 100} for month in range(4, 10)]
    body = {"usage": usage, "plan_ids": plans, "current": plans[0]}
    found = (await call(front, "POST", "/api/v1/tariffs/simulate", json=body))["plans"]
    totals = [plan["total"] for plan in found]
    assert totals == sorted(totals) and len(found) == 3
    assert all(len(plan["bills"]) == 6 and plan["saving"] for plan in found)
    own = next(plan for plan in found if plan["plan_id"] == plans[0])
    assert own["saving"]["mean"] == 0
    unknown = body | {"plan_ids": ["nothing"]}
    answer = await front.http.post("/api/v1/tariffs/simulate", json=unknown, headers=front.as_staff("agent"))
    assert answer.status_code == 422 and "kb/search" in answer.json()["detail"]


async def test_parsing_asks_rasa_and_says_when_it_is_away(front: Front) -> None:
    parsed = await call(
        front, "POST", "/api/v1/parse", json={"text": "上个月话费", "at": "2026-11-18T12:00:00+08:00"}
    )
    assert parsed["intent"] == "ask_bill" and front.rasa.parses[0]["at"] == "2026-11-18T12:00:00+08:00"
    front.rasa.status = 500
    answer = await front.http.post("/api/v1/parse", json={"text": "x"}, headers=front.as_staff("agent"))
    assert answer.status_code == 503 and "again" in answer.json()["detail"]


async def test_without_an_index_the_search_says_how_to_build_it(front: Front) -> None:
    answer = await front.http.post("/api/v1/kb/search", json={"query": "x"}, headers=front.as_staff("agent"))
    assert answer.status_code == 503 and "kb build" in answer.json()["detail"]


async def test_the_best_next_offers_say_what_they_are_worth_and_can_be_made_again(front: Front) -> None:
    engine = front.gateway.engine
    agreed = {"proof": {"channel": "app"}, "now": datetime.now(UTC) - timedelta(days=1)}
    record_consent(engine, CHEN, "app", "marketing", True, **agreed)
    body = {"customer_id": CHEN, "line": "offer", "k": 3, "context": {"lines": ["mobile", "pack", "wealth"]}}
    decided = await call(front, "POST", "/api/v1/recommendations", json=body)
    assert decided["items"]
    for item in decided["items"]:
        said = {reason["code"]: reason["data"] for reason in item["reasons"]}
        assert said["offer_value"]["value_fen"] == item["score"]
        assert 0 < said["offer_drawn"]["weight"] <= said["offer_drawn"]["of"]
    assert all(one["code"] for one in decided["suppressed"])
    assert replay_decision(engine, decided["decision_id"]).equal
    settle(engine)
    assert learn_log(engine).shown == len(decided["items"])
    assert replay_decision(engine, decided["decision_id"]).equal


@pytest.mark.parametrize("channel", ["app", "wechat"])
async def test_the_policy_view_names_what_may_be_offered_and_what_not(front: Front, channel: str) -> None:
    view = await call(front, "GET", f"/api/v1/customers/{CHEN}/policy", params={"channel": channel})
    assert view


async def test_the_audit_trail_names_the_batch(front: Front) -> None:
    await call(front, "POST", "/api/v1/events", "admin", json=[EVENT])
    query = sa.select(t.audit.c.object).where(t.audit.c.action == "events.ingest")
    with front.gateway.engine.read() as connection:
        assert list(connection.scalars(query)) == ["1 events"]
