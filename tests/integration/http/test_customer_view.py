"""What staff see of a customer, and what is decided for one."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from recsys.engine import Engine
from recsys.offer.decision_log import replay_decision
from scripts.system import System
from tests.conversations.effects import eventually
from tests.fixtures.system import Desk, log_in
from tests.fixtures.talk import Customer
from tests.fixtures.twins import twin


@pytest.fixture
def chen(live: Engine) -> str:
    """小陈, who often runs out of data."""
    return twin(live, "小陈")


def test_the_view_masks_who_it_is_and_names_what_is_held(agent: Desk, live: Engine, chen: str) -> None:
    view = agent.get(f"/customers/{chen}")
    assert view["name"] == "小*"
    assert "****" in view["phone"]
    assert view["plan"]["title"] in {plan.title for plan in live.catalogue.plans.values()}
    assert len(view["usage"]) == 6


def test_a_marketer_sees_no_assets(system: System, http: httpx.Client, chen: str) -> None:
    view = log_in(system, http, "marketer").get(f"/customers/{chen}")
    assert "holdings" not in view
    assert "usage" not in view


def test_a_question_leaves_a_tag_with_evidence_and_a_contact(
    system: System, http: httpx.Client, agent: Desk, chen: str
) -> None:
    Customer(system, http, chen).say("有没有流量多一点的套餐推荐")

    def tagged() -> bool:
        return any(
            tag["key"] == "wants_plan" and tag["evidence"] for tag in agent.get(f"/customers/{chen}/tags")
        )

    assert eventually(tagged)
    assert agent.get(f"/customers/{chen}/contacts")[0]["channel"] == "app"


def test_every_suggestion_has_reasons_every_refusal_a_code_and_can_be_made_again(
    agent: Desk, live: Engine, chen: str
) -> None:
    wealth = {"amount": 5_000_000, "term_days": 180}
    known = {"tariff": {}, "pack": {}, "wealth": wealth, "offer": {"present": True}}
    for line, context in known.items():
        wanted = {"customer_id": chen, "line": line, "k": 2, "context": context}
        decided = agent.post("/recommendations", wanted)
        assert decided["items"] or decided["missing"] or decided["note"]
        assert all(item["reasons"] for item in decided["items"])
        assert all(one["code"] for one in decided["suppressed"])
    logged = agent.get(f"/customers/{chen}/decisions")
    assert {one["line"] for one in logged} == known.keys()
    for one in logged:
        again = replay_decision(live, one["decision_id"])
        assert again.equal, again.differs


def test_the_policy_view_says_what_may_be_offered_and_why_not(agent: Desk, chen: str) -> None:
    view = agent.get(f"/customers/{chen}/policy?channel=app")
    offered = {one["product_id"] for one in view["offers"]}
    refused = {one["product_id"] for one in view["refusals"]}
    assert offered
    assert not offered & refused


def test_the_same_event_twice_counts_once(
    system: System, http: httpx.Client, live: Engine, chen: str
) -> None:
    admin = log_in(system, http, "admin")
    event = {
        "id": f"e_branch_{chen}",
        "type": "contact.made",
        "customer_id": chen,
        "at": (datetime.now(UTC) - timedelta(minutes=5)).isoformat(),
        "channel": "hall",
        "actor": "agent",
        "payload": {"kind": "咨询", "business_type": "套餐"},
    }
    broken = {"type": "contact.made"}
    assert [one["result"] for one in admin.post("/events", [event, broken])["results"]] == [
        "accepted",
        "refused",
    ]
    assert admin.post("/events", [event])["results"][0]["result"] == "duplicate"
    assert eventually(lambda: _times(live, event["id"]) == 1)


def _times(live: Engine, event_id: object) -> int:
    import sqlalchemy as sa

    from recsys.sql import schema as t

    with live.read() as connection:
        query = sa.select(sa.func.count()).select_from(t.events).where(t.events.c.id == event_id)
        return int(connection.scalar(query) or 0)
