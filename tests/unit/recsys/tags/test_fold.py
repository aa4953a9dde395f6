"""How tags of 小陈 and others come and go."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys.events.event import Event
from recsys.tags.definition import definitions
from recsys.tags.fold import State, fold, fold_all, strength
from recsys.tags.tag import Tag

NOW = datetime(2026, 11, 18, 4, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
DEFS = definitions()


def event(name: str, days: float = 0, /, **payload: Any) -> Event:
    return Event(name, "c000002", NOW + timedelta(days=days), "wechat", "customer", payload)


def asks(intent: str, days: float = 0, **more: Any) -> Event:
    return event("intent.recognised", days, intent=intent, confidence=1.0, **more)


def ordered(line: str, days: float = 0) -> Event:
    return event("order.placed", days, line=line, kind=line)


def folded(*events: Event) -> State:
    return fold_all(State(), events, DEFS)


def test_asking_for_a_plan_raises_the_intent_with_the_question_as_evidence() -> None:
    question = asks("ask_plan_recommend")
    tag = folded(question).tags["wants_plan"]
    assert tag.confidence == 0.7
    assert tag.evidence == (question.id,)


def test_an_intent_is_half_as_strong_after_its_half_life() -> None:
    tag = folded(asks("ask_plan_recommend")).tags["wants_plan"]
    assert strength(tag, 10, NOW + timedelta(days=10)) == pytest.approx(0.35)


def test_asking_again_adds_to_what_is_left() -> None:
    tag = folded(asks("ask_plan_recommend"), asks("change_plan", days=10)).tags["wants_plan"]
    assert tag.confidence == pytest.approx(1 - 0.65 * 0.3)


def test_an_intent_is_over_when_it_has_faded() -> None:
    state = folded(asks("buy_data_pack"))
    until = state.tags["wants_data"].until
    assert until is not None
    assert strength(state.tags["wants_data"], 5, until) == pytest.approx(0.1)
    later = fold(state, event("message.received", 40), DEFS)
    assert "wants_data" not in later.tags


def test_the_order_clears_the_intent_in_whatever_channel_it_comes() -> None:
    order = Event("order.placed", "c000002", NOW, "hall", "agent", {"line": "mobile"})
    state = folded(asks("ask_plan_recommend"), asks("ask_wealth_recommend"), order)
    assert "wants_plan" not in state.tags
    assert "wants_wealth" in state.tags


def test_a_pack_clears_the_wish_for_data_but_not_for_a_plan() -> None:
    state = folded(asks("ask_plan_recommend"), asks("buy_data_pack"), ordered("pack"))
    assert "wants_data" not in state.tags
    assert "wants_plan" in state.tags


def test_what_was_said_is_kept_as_said_and_replaced_by_the_newest() -> None:
    cheap = asks("ask_plan_recommend", entities=[{"entity": "money", "value": {"max": 5000}}])
    cheaper = asks("ask_plan_recommend", days=1, entities=[{"entity": "money", "value": {"max": 3000}}])
    assert folded(cheap, cheaper).tags["stated_budget"].value == {"max": 3000}


def test_a_sensitive_tag_is_refused_without_the_separate_consent_and_the_rest_goes_on() -> None:
    bought = event("holding.opened", product_id="p", kind="equity", risk="R4", amount=9_000_000, matures=None)
    without = folded(bought)
    assert "balance_band" not in without.tags
    assert "equity_holder" in without.tags
    allowed = event("consent.given", channel="*", purpose="sensitive")
    assert folded(allowed, bought).tags["balance_band"].value == "5–20万"


def test_a_consent_is_evidence_only_of_what_looks_at_it() -> None:
    known = fold(State(), event("customer.registered", profile={"born": "1950-01-05"}), DEFS)
    asked = event("consent.given", 2, channel="app", purpose="marketing")
    allowed = fold(known, asked, DEFS)
    assert asked.id in allowed.tags["allows_app"].evidence
    assert allowed.tags["senior"] == known.tags["senior"]


def test_withdrawing_the_sensitive_consent_removes_those_tags() -> None:
    allowed = event("consent.given", channel="*", purpose="sensitive")
    bought = event("holding.opened", product_id="p", kind="equity", risk="R4", amount=9_000_000, matures=None)
    taken_back = event("consent.withdrawn", channel="*", purpose="sensitive")
    assert "balance_band" not in folded(allowed, bought, taken_back).tags


def test_withdrawing_personalisation_removes_all_tags_and_none_come_back_until_it_is_given_again() -> None:
    stop = event("consent.withdrawn", channel="*", purpose="personalisation")
    start = event("consent.given", 2, channel="*", purpose="personalisation")
    profile = event("customer.registered", profile={"born": "2000-08-21", "region": "CN-ZJ"})
    silent = folded(profile, asks("ask_plan_recommend"), stop, asks("buy_data_pack", days=1))
    assert silent.tags == {}
    again = fold(silent, start, DEFS)
    assert again.tags["age_band"].value == "26–35岁"
    assert "wants_plan" not in again.tags
    assert "open_complaint" not in again.tags


def test_a_contract_end_is_a_tag_from_sixty_days_before_it() -> None:
    state = folded(event("customer.registered", profile={"contract_until": "2027-03-01"}))
    tag = state.tags["contract_ending"]
    assert tag.since == datetime(2026, 12, 31, tzinfo=SHANGHAI)
    assert tag.until == datetime(2027, 3, 1, tzinfo=SHANGHAI)


def test_a_complaint_is_open_until_it_is_resolved() -> None:
    raised = event("complaint.raised")
    assert "open_complaint" in folded(raised).tags
    after = folded(raised, event("complaint.resolved", 1))
    assert "open_complaint" not in after.tags
    assert after.tags["recent_complaint"].value == 1


def test_staff_may_set_and_clear_a_tag_by_hand() -> None:
    by_hand = folded(event("tag.set", key="vip", value=True))
    assert by_hand.tags["vip"].value is True
    assert "vip" not in fold(by_hand, event("tag.cleared", key="vip"), DEFS).tags
    assert "no_such_tag" not in folded(event("tag.set", key="no_such_tag", value=True)).tags


def test_four_months_over_the_allowance_are_noticed() -> None:
    months = [
        event(
            "month.closed",
            number - 10,
            month=f"2026-{number + 5:02d}",
            data_mb=30_000,
            directed_mb=0,
            voice_min=0,
            allowed_mb=18_432,
            fee=2900,
            over_data_fee=over,
            over_voice_fee=0,
            total=2900 + over,
            night_percent=10,
            services=0,
            roamed=[],
        )
        for number, over in enumerate([5100, 0, 5700, 6000, 0, 6300])
    ]
    tags = folded(*months).tags
    assert tags["data_overspend"].value is True
    assert tags["overspend_mean"].value == 3850
    assert "overpaying" not in tags


INTENTS = st.sampled_from(
    ["ask_plan_recommend", "buy_data_pack", "ask_wealth_recommend", "ask_bill", "chitchat"]
)
HAPPENINGS = st.one_of(
    INTENTS.map(lambda intent: ("intent.recognised", {"intent": intent, "confidence": 0.8})),
    st.sampled_from(["mobile", "pack", "wealth"]).map(
        lambda line: ("order.placed", {"line": line, "kind": line})
    ),
    st.sampled_from(["given", "withdrawn"]).flatmap(
        lambda word: st.sampled_from(["personalisation", "sensitive"]).map(
            lambda purpose: (f"consent.{word}", {"channel": "*", "purpose": purpose})
        )
    ),
    st.just(("complaint.raised", {})),
    st.just(("complaint.resolved", {})),
    st.just(("contact.made", {"kind": "咨询"})),
)
LOGS = st.lists(st.tuples(HAPPENINGS, st.integers(0, 40)), max_size=25).map(
    lambda found: [
        Event(kind, "c000002", NOW + timedelta(hours=7 * day), "app", "customer", payload, id=f"e{number}")
        for number, ((kind, payload), day) in enumerate(found)
    ]
)


@settings(max_examples=60, deadline=None)
@given(LOGS)
def test_an_event_folded_twice_changes_nothing(log: list[Event]) -> None:
    state = folded(*log)
    assert fold_all(state, log, DEFS) == state


@settings(max_examples=60, deadline=None)
@given(LOGS, st.integers(0, 25))
def test_stopping_storing_and_going_on_gives_what_one_run_gives(log: list[Event], cut: int) -> None:
    first = fold_all(State(), log[:cut], DEFS)
    stored = State(json.loads(json.dumps(first.facts)), dict(first.tags), first.seen, first.moves)
    reread = [Event.from_dict(json.loads(json.dumps(e.to_dict()))) for e in log[cut:]]
    assert fold_all(stored, reread, DEFS) == folded(*log)


@settings(max_examples=60, deadline=None)
@given(LOGS)
def test_no_tag_is_kept_without_consent_or_beyond_its_end(log: list[Event]) -> None:
    state = folded(*log)
    consents = state.facts.get("consents", {})
    if not consents.get("*/personalisation", True):
        assert state.tags == {}
    assert all(_sound(key, tag, log) for key, tag in state.tags.items())


def _sound(key: str, tag: Tag, log: list[Event]) -> bool:
    known = {e.id for e in log}
    return key in DEFS.by_key and 0 < tag.confidence <= 1 and set(tag.evidence) <= known
