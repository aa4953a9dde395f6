"""What became of an offer: by its acceptance, or by an order soon after it."""

from datetime import timedelta
from itertools import permutations
from typing import Any

from recsys.events.event import Event
from recsys.ranking.outcomes import outcomes
from recsys.ranking.table import ranking
from tests.fixtures.stores import NOW

X = [1, 0, 0, 0, 0, 0]


def body(*products: str) -> dict[str, Any]:
    """A logged decision that showed them, each believed at 20 %."""
    chance = {"code": "offer_chance", "data": {"believed_ppm": 200_000}}
    items = [{"product_id": product, "reasons": [chance]} for product in products]
    return {"decision": {"items": items}, "snapshot": {"table": ranking(), "context": X}}


def shown(decision: str, days: int = 0) -> Event:
    return event("recommendation.shown", days, decision_id=decision, line="offer")


def event(kind: str, days: int = 0, **payload: object) -> Event:
    return Event(kind, "c1", NOW + timedelta(days=days), "app", "bot", payload, id=f"{kind}{days}{payload}")


BODIES = {"d1": body("a", "b"), "d2": body("a")}


def test_the_second_place_is_looked_at_less_so_less_is_expected_of_it() -> None:
    first, second = outcomes([shown("d1")], BODIES)
    assert (first.product_id, first.expected_ppm, first.taken) == ("a", 200_000, False)
    assert (second.product_id, second.expected_ppm) == ("b", 140_000)


def test_an_acceptance_or_an_order_answers_once_in_whatever_order_they_are_read() -> None:
    events = [
        shown("d1"),
        event("recommendation.accepted", 1, decision_id="d1", product_id="b"),
        event("order.placed", 1, product_id="b", action="order"),
    ]
    for mixed in permutations(events):
        assert [one.taken for one in outcomes(mixed, BODIES)] == [False, True]


def test_an_order_answers_the_last_showing_before_it() -> None:
    events = [shown("d1"), shown("d2", 5), event("order.placed", 6, product_id="a", action="order")]
    assert [(one.product_id, one.taken) for one in outcomes(events, BODIES)] == [
        ("a", False),
        ("b", False),
        ("a", True),
    ]


def test_an_order_before_long_after_or_to_leave_answers_nothing() -> None:
    days = ranking()["learn"]["answer_days"]
    for late in (
        event("order.placed", -1, product_id="a", action="order"),
        event("order.placed", days + 1, product_id="a", action="order"),
        event("order.placed", 1, product_id="a", action="cancel"),
    ):
        assert not any(one.taken for one in outcomes([shown("d1"), late], BODIES))


def test_other_lines_and_lost_decisions_teach_nothing() -> None:
    other = event("recommendation.shown", decision_id="d1", line="tariff")
    assert outcomes([other, shown("gone")], BODIES) == []
