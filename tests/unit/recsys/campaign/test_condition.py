"""Picking customers by tags: hand-made tags for four people, everybody else has none of these."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from recsys.campaign.condition import Clause, Condition, Operator, audience, sentence
from recsys.contacts.consent import record_consent
from recsys.engine import Engine
from recsys.sql import schema as t
from tests.fixtures.stores import NOW

WANG, CHEN, LI, LIN = "c000001", "c000002", "c000003", "c000004"
FEES = {WANG: 13800, CHEN: 2900, LI: 25900, LIN: 1900}


@pytest.fixture(autouse=True)
def four_people(engine: Engine) -> None:
    """Their plan fees, and a travel intent of 小陈 that halves in 14 days."""
    rows = [tag(who, "plan_fee", fee) for who, fee in FEES.items()]
    rows += [
        tag(WANG, "life_stage", "退休"),
        tag(CHEN, "life_stage", "单身"),
        tag(CHEN, "plans_travel", True) | {"until": NOW + timedelta(days=39)},
    ]
    with engine.write() as connection:
        connection.execute(t.tags.delete())
        connection.execute(t.tags.insert(), rows)


def tag(who: str, key: str, value: Any) -> dict[str, Any]:
    """A row of the tag table."""
    row = {"customer_id": who, "key": key, "value": value, "since": NOW, "until": None}
    return row | {"confidence": 0.7, "evidence": []}


def picked(engine: Engine, *clauses: Clause, days: int = 0) -> tuple[str, ...]:
    """Who meets the clauses."""
    return audience(engine, Condition(clauses=clauses), NOW + timedelta(days=days)).customer_ids


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("has", None, {WANG, CHEN, LI, LIN}),
        ("at_least", 13800, {WANG, LI}),
        ("at_least", 13801, {LI}),
        ("at_most", 2900, {CHEN, LIN}),
        ("at_most", 1899.5, set()),
        ("is", 2900, {CHEN}),
        ("is", 2900.0, {CHEN}),
        ("is", "2900", {CHEN}),
    ],
)
def test_operators_on_a_number(engine: Engine, op: Operator, value: Any, expected: set[str]) -> None:
    assert set(picked(engine, Clause(tag="plan_fee", op=op, value=value))) == expected


def test_operators_on_a_text(engine: Engine) -> None:
    assert picked(engine, Clause(tag="life_stage", op="is", value="退休")) == (WANG,)
    others = picked(engine, Clause(tag="life_stage", op="not", value="退休"))
    assert WANG not in others and CHEN in others and LI in others, "who has no such tag is not 退休 either"
    assert picked(engine, Clause(tag="life_stage", op="at_least", value=1)) == ()


def test_lacking_a_tag_is_a_condition(engine: Engine) -> None:
    lacking = picked(engine, Clause(tag="plan_fee", op="lacks"))
    assert len(lacking) >= 30 and not set(lacking) & FEES.keys()


def test_counts_fall_clause_by_clause(engine: Engine) -> None:
    clauses = (
        Clause(tag="plan_fee", op="has"),
        Clause(tag="plan_fee", op="at_most", value=13800),
        Clause(tag="life_stage", op="is", value="单身"),
    )
    meant = audience(engine, Condition(clauses=clauses), NOW)
    assert (meant.remaining, meant.customer_ids) == ((4, 3, 1), (CHEN,))
    assert meant.considered >= 38


def test_an_intent_that_has_faded_does_not_count(engine: Engine) -> None:
    clause = Clause(tag="plans_travel", op="has")
    assert picked(engine, clause, days=7) == (CHEN,)
    assert picked(engine, clause, days=120) == ()


def test_a_tag_that_ended_or_has_not_begun_does_not_count(engine: Engine) -> None:
    ends = NOW + timedelta(days=3)
    with engine.write() as connection:
        connection.execute(t.tags.update().where(t.tags.c.customer_id == LI).values(until=ends))
        connection.execute(t.tags.update().where(t.tags.c.customer_id == LIN).values(since=ends))
    clause = Clause(tag="plan_fee", op="has")
    assert set(picked(engine, clause, days=1)) == {WANG, CHEN, LI}
    assert set(picked(engine, clause, days=3)) == {WANG, CHEN, LIN}


def test_who_withdraws_personalisation_is_not_even_considered(engine: Engine) -> None:
    clause = Clause(tag="plan_fee", op="has")
    before = audience(engine, Condition(clauses=(clause,)), NOW)
    record_consent(engine, CHEN, "*", "personalisation", False, proof={"said": "别分析我"}, now=NOW)
    after = audience(engine, Condition(clauses=(clause,)), NOW)
    assert after.considered == before.considered - 1 and CHEN not in after.customer_ids
    record_consent(engine, CHEN, "*", "personalisation", True, proof={"said": "可以"}, now=NOW)
    assert CHEN in picked(engine, clause)


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        ({"tag": "favourite_colour", "op": "has"}, "no tag 'favourite_colour'"),
        ({"tag": "balance_band", "op": "has"}, "sensitive"),
        ({"tag": "plan_fee", "op": "at_least"}, "needs a value"),
        ({"tag": "plan_fee", "op": "has", "value": 1}, "takes no value"),
        ({"tag": "plan_fee", "op": "at_most", "value": "many"}, "needs a number"),
        ({"tag": "plan_fee", "op": "at_most", "value": float("nan")}, "finite"),
        ({"tag": "plan_fee", "op": "; drop table", "value": 1}, "Input should be"),
    ],
)
def test_a_senseless_clause_is_refused_with_the_reason(clause: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Clause.model_validate(clause)


def test_a_condition_reads_as_a_sentence() -> None:
    clauses = [Clause(tag="heavy_data", op="has"), Clause(tag="student", op="lacks")]
    clauses.append(Clause(tag="saturation", op="at_least", value=120))
    assert sentence(clauses).startswith("有「流量大户」 且 没有「")
    assert sentence(clauses).endswith("不少于120")
    assert sentence([Clause(tag="arpu", op="at_most", value=500)]).endswith("不多于5.00元")
