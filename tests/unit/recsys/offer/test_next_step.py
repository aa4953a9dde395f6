"""What the copilot proposes when a customer is in trouble."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest

from recsys.engine import Engine
from recsys.offer.next_step import CARE, Step, next_step
from recsys.service.escalation import escalation

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
NOBODY = cast(Engine, None)  # care asks neither the catalogue nor the database


def step(*intents: str, texts: tuple[str, ...] = ()) -> Step:
    return next_step(
        NOBODY, "c000002", intents=intents, mood=escalation(texts), answer=None, channel="app", now=NOW
    )


@pytest.mark.parametrize("intent", sorted(CARE.keys() - {"ask_human"}))
def test_trouble_is_cared_for_and_nothing_is_sold(intent: str) -> None:
    cared = step("ask_plan_recommend", intent)
    assert cared.kind == "care"
    assert cared.product_id is None


def test_the_draft_speaks_of_the_latest_trouble() -> None:
    assert "账单" in step("report_fault", "dispute_bill").say
    assert "线路" in step("dispute_bill", "report_fault").say


def test_an_angry_customer_is_cared_for_whatever_they_ask() -> None:
    cared = step("ask_plan_recommend", texts=("今天不给我说法我就发微博",))
    assert cared.kind == "care"
    assert any("今天不给我说法我就发微博" in why for why in cared.why)


def test_two_steps_are_told_apart_by_their_ids() -> None:
    one, other = step("complain"), step("complain")
    assert one.id != other.id
    assert replace(one, id=other.id) == other
