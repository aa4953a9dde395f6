"""Conditions on contacts: one property for all, and the sentences that marketers write."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from recsys.campaign.condition import Clause, Condition, audience, sentence
from recsys.campaign.contact_clause import ContactClause
from recsys.campaign.why import why
from recsys.contacts.contact import KINDS, Contact
from recsys.contacts.store import save_contacts
from recsys.engine import Engine
from recsys.sql import schema as t
from tests.fixtures.stores import NOW

WANG, CHEN, LI = "c000001", "c000002", "c000003"
CHANNELS, TOPICS = ("app", "wechat", "hotline"), ("套餐", "宽带")
RESULTS = ("已答复", "已拒绝", "待发送", "未发送", "已点击")
WINDOWS = (None, 1, 7, 30, 90)


@pytest.fixture(autouse=True)
def nobody_was_met(engine: Engine) -> None:
    with engine.write() as connection:
        connection.execute(t.contacts.delete())


def met(
    engine: Engine,
    who: str,
    days: float,
    kind: str,
    channel: str = "app",
    topic: str = "套餐",
    result: str = "已答复",
) -> None:
    with engine.write() as connection:
        number = connection.execute(t.contacts.select()).fetchall()
        at = NOW - timedelta(days=days)
        one = Contact(f"e_{len(number)}", who, at, kind, channel, "客服中心", topic, "机器人", result, "")
        save_contacts(connection, [one])


def picked(engine: Engine, *clauses: dict[str, Any], now: datetime = NOW) -> set[str]:
    condition = Condition.model_validate({"clauses": clauses})
    return set(audience(engine, condition, now).customer_ids)


def test_two_complaints_within_90_days(engine: Engine) -> None:
    for who, days in ((WANG, (1, 89.9)), (CHEN, (1, 90)), (LI, (5,))):
        for day in days:
            met(engine, who, day, "投诉")
    assert picked(engine, {"kinds": ["投诉"], "days": 90, "count": 2}) == {WANG}


def test_not_approached_for_30_days_counts_only_what_arrived(engine: Engine) -> None:
    met(engine, WANG, 3, "营销接触", result="已发送")
    met(engine, CHEN, 3, "营销接触", result="待发送")
    met(engine, LI, 31, "营销接触", result="已点击")
    spared = picked(engine, {"kinds": ["营销接触"], "days": 30, "op": "at_most", "count": 0})
    assert WANG not in spared and {CHEN, LI} <= spared
    waiting = picked(engine, {"kinds": ["营销接触"], "results": ["待发送"]})
    assert waiting == {CHEN}


def test_asked_in_wechat_about_plans_and_did_not_order(engine: Engine) -> None:
    for who in (WANG, CHEN):
        met(engine, who, 9, "咨询", "wechat")
    met(engine, LI, 9, "咨询", "app")
    met(engine, CHEN, 8, "业务办理", "hotline")
    asked = {"kinds": ["咨询"], "channels": ["wechat"], "business_types": ["套餐"]}
    ordered = {"kinds": ["业务办理"], "business_types": ["套餐"], "op": "at_most", "count": 0}
    assert picked(engine, asked) == {WANG, CHEN}
    assert picked(engine, asked, ordered) == {WANG}


def test_conditions_read_as_sentences() -> None:
    def said(**clause: Any) -> str:
        return sentence([ContactClause.model_validate(clause)])

    assert said(kinds=["投诉"], days=90, count=2) == "近90天「投诉」2次以上"
    assert said(kinds=["营销接触"], days=30, op="at_most", count=0) == "近30天没有「营销接触」"
    assert said(channels=["wechat"], kinds=["咨询"], business_types=["套餐"]) == "有过「微信 咨询 套餐」"
    assert said(op="at_most", count=3, results=["已拒绝", "已退订"]) == "「已拒绝或已退订」不超过3次"


@pytest.mark.parametrize(
    "wrong", [{"kinds": ["聊天"]}, {"count": 0}, {"days": 0}, {"tag": "senior"}, {"count": -1}]
)
def test_a_senseless_clause_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ContactClause.model_validate(wrong)


def test_why_somebody_is_in_says_how_often_and_when_last(engine: Engine) -> None:
    met(engine, WANG, 2, "投诉", "hotline", "宽带")
    met(engine, WANG, 20, "投诉")
    found = why(engine, WANG, [ContactClause(kinds=("投诉",), days=90), Clause(tag="senior", op="has")], NOW)
    assert [one.holds for one in found] == [True, True]
    assert found[0].because == "2次,最近11月16日 热线投诉宽带"


def test_everybody_at_once_and_one_by_one_agree(engine: Engine) -> None:
    rng = Random(3)
    people = audience(engine, Condition(clauses=(ContactClause(op="at_most", count=1000),)), NOW).customer_ids
    contacts = [
        Contact(
            f"e_{number:05}",
            rng.choice(people),
            NOW - timedelta(days=rng.choice((-1, 0, 1, 7, 30, 90, rng.uniform(0, 120)))),
            rng.choice(KINDS),
            rng.choice(CHANNELS),
            rng.choice(("客服中心", "营业厅")),
            rng.choice(TOPICS),
            "机器人",
            rng.choice(RESULTS),
            "",
        )
        for number in range(1500)
    ]
    with engine.write() as connection:
        save_contacts(connection, contacts)
    for _ in range(120):
        clause = _any_clause(rng)
        meant = set(audience(engine, Condition(clauses=(clause,)), NOW).customer_ids)
        for one in rng.sample(people, 6):
            assert why(engine, one, [clause], NOW)[0].holds == (one in meant), clause


def _any_clause(rng: Random) -> ContactClause:
    def some(values: tuple[str, ...]) -> list[str]:
        return rng.sample(values, rng.choice((0, 0, 1, 2)))

    op = rng.choice(("at_least", "at_most"))
    return ContactClause.model_validate(
        {
            "days": rng.choice(WINDOWS),
            "kinds": some(KINDS),
            "channels": some(CHANNELS),
            "business_types": some(TOPICS),
            "results": some(RESULTS),
            "departments": some(("客服中心", "营业厅")),
            "op": op,
            "count": rng.randint(1 if op == "at_least" else 0, 12),
        }
    )
