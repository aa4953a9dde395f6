"""Advice to customers of a real (small) population, kept and made again."""

import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from recsys.customers.load import UnknownCustomer
from recsys.engine import Engine
from recsys.offer.catalogue_archive import NotArchived
from recsys.offer.decision_log import UnknownDecision, decisions_of, load_decision, replay_decision
from recsys.sql import schema as t
from recsys.tariff.advice import TariffNeed, explain, recommend_plan
from recsys.tariff.compare import compare_plans
from recsys.tariff.packs import PackNeed, quote_roaming, recommend_pack
from recsys.tariff.usage import bills_of, load_with_usage, usage_now

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
EVERYBODY = [f"c{number:06d}" for number in range(1, 41)]


def add_this_month(engine: Engine, customer_id: str, **used: int) -> None:
    with engine.write() as connection:
        row = {"customer_id": customer_id, "month": "2026-11", **used}
        connection.execute(sa.insert(t.usage_months).values(row))


def test_whatever_the_customer_no_suggestion_costs_more_unasked_and_each_replays_to_the_byte(
    engine: Engine,
) -> None:
    suggested = 0
    for customer_id in EVERYBODY:
        decision = recommend_plan(engine, customer_id, need=TariffNeed(), channel="app", now=NOW)
        if decision.missing:
            continue
        suggested += len(decision.items)
        assert all(item.saving is None or item.saving.mean > 0 for item in decision.items)
        assert all(item.reasons and item.bills for item in decision.items)
        judged = {item.product_id for item in decision.items} | {s.product_id for s in decision.suppressed}
        assert judged == engine.catalogue.plans.keys()
        assert replay_decision(engine, decision.decision_id).equal
    assert suggested > 20


def test_a_changed_snapshot_is_noticed_and_the_parts_that_differ_are_named(engine: Engine) -> None:
    decision = recommend_plan(engine, "c000001", need=TariffNeed(kind="bigger"), channel="app", now=NOW)
    column = t.decisions.c.decision_id == decision.decision_id
    with engine.write() as connection:
        body = json.loads(str(connection.scalar(sa.select(t.decisions.c.body).where(column))))
        body["snapshot"]["k"] = 1
        connection.execute(sa.update(t.decisions).where(column).values(body=json.dumps(body)))
    replay = replay_decision(engine, decision.decision_id)
    assert not replay.equal
    assert replay.differs == ("items", "request", "suppressed")


def test_what_is_stored_is_what_was_said_and_an_event_tells_of_it(engine: Engine) -> None:
    decision = recommend_plan(engine, "c000001", need=TariffNeed(kind="bigger"), channel="wechat", now=NOW)
    assert load_decision(engine, decision.decision_id) == decision
    assert decisions_of(engine, "c000001")[0] == decision
    with engine.read() as connection:
        queued = list(connection.scalars(sa.select(t.outbox.c.event)))
    streamed = [json.loads(entry["event"]) for _, entry in engine.redis.xrange("huake:events")]
    (event,) = [e for e in [*queued, *streamed] if e["type"] == "recommendation.shown"]
    assert event["payload"]["decision_id"] == decision.decision_id
    assert event["payload"]["product_ids"] == [item.product_id for item in decision.items]


def test_a_suggestion_is_explained_line_by_line_and_the_lines_add_up(engine: Engine) -> None:
    decision = recommend_plan(engine, "c000001", need=TariffNeed(kind="bigger"), channel="app", now=NOW)
    made = explain(engine, decision.decision_id, decision.items[0].product_id)
    assert len(made.bills) == 6
    for bill in made.bills:
        assert bill["total"] == sum(line["amount"] for line in bill["lines"])
    with pytest.raises(KeyError):
        explain(engine, decision.decision_id, "nothing")


def test_unknown_customers_decisions_and_catalogues_are_said_to_be_unknown(engine: Engine) -> None:
    with pytest.raises(UnknownCustomer):
        recommend_plan(engine, "c999999", need=TariffNeed(), channel="app", now=NOW)
    with pytest.raises(UnknownDecision):
        replay_decision(engine, "d_nothing")
    decision = recommend_plan(engine, "c000001", need=TariffNeed(kind="bigger"), channel="app", now=NOW)
    for file in (engine.settings.var / "catalogues").iterdir():
        file.unlink()
    with pytest.raises(NotArchived):
        replay_decision(engine, decision.decision_id)


def test_what_is_left_this_month_is_allowance_minus_use(engine: Engine) -> None:
    before = usage_now(engine, "c000001", NOW)
    assert before is not None
    assert (before.month, before.current, before.days_left) == ("2026-10", False, 0)
    add_this_month(engine, "c000001", data_mb=1000, voice_min=20, sms=3)
    now = usage_now(engine, "c000001", NOW)
    assert now is not None
    assert (now.month, now.current, now.days_left) == ("2026-11", True, 13)
    assert (now.data.used, now.voice.used, now.sms.used) == (1000, 20, 3)
    assert now.data.left == now.data.allowed - 1000
    plan = engine.catalogue.plans[load_with_usage(engine, "c000001", NOW).plan_id or ""]
    assert now.voice.allowed >= plan.allowance.voice_min


def test_bills_end_with_the_running_month_when_it_is_known(engine: Engine) -> None:
    assert [bill["month"] for bill in bills_of(engine, "c000001", 2, NOW)] == ["2026-09", "2026-10"]
    add_this_month(engine, "c000001", data_mb=1000)
    bills = bills_of(engine, "c000001", 2, NOW)
    assert [(bill["month"], bill["so_far"]) for bill in bills][-1] == ("2026-11", True)
    assert all(bill["total"] == sum(line["amount"] for line in bill["lines"]) for bill in bills)


def test_a_pack_suggestion_is_kept_and_replays(engine: Engine) -> None:
    for need in (PackNeed(budget=1000), PackNeed(data_mb=5120), PackNeed(destinations=("JP",), days=5)):
        decision = recommend_pack(engine, "c000001", need=need, channel="app", now=NOW)
        assert decision.items
        assert replay_decision(engine, decision.decision_id).equal


def test_five_days_in_japan_have_a_price(engine: Engine) -> None:
    (quote,) = quote_roaming(engine, "c000001", ["JP"], 5, channel="app", now=NOW)
    assert quote.options
    for option in quote.options:
        assert option.count * option.pack.valid_days >= 5
        assert option.total == option.count * option.pack.fee


def test_plans_are_compared_on_the_customers_own_usage(engine: Engine) -> None:
    table = compare_plans(engine, ["yt_cx_59", "yt_cx_79"], "c000001", NOW)
    assert table.columns == ("", "畅享59元套餐", "畅享79元套餐")
    assert table.rows[0] == ("月费", "59元", "79元")
    assert table.best_id in table.plan_ids
    assert table.months == 6
    assert compare_plans(engine, ["yt_cx_59"], None, NOW).best_id is None
    with pytest.raises(KeyError):
        compare_plans(engine, ["nothing"], None, NOW)


def test_xiao_chen_exceeds_his_data_in_four_of_six_months(engine: Engine) -> None:
    decision = recommend_plan(engine, "c000002", need=TariffNeed(), channel="wechat", now=NOW)
    texts = {reason.code: reason.text for item in decision.items for reason in item.reasons}
    assert texts["exceeds_data"] == "近6个月有4个月超出流量,平均每月多付38.50元"
