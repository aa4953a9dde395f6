"""What was shown and refused lately, and for how long it rests."""

from datetime import datetime, timedelta

import pytest

from kb.catalogue.catalogue import Catalogue
from recsys.events.event import Event
from recsys.ranking.past import Past, fresh, past, resting
from recsys.ranking.table import ranking
from recsys.ranking.worth import Burden
from tests.fixtures.stores import NOW

TABLE = ranking()


def event(kind: str, days: int, **payload: object) -> Event:
    """So many days before NOW."""
    return Event(kind, "c1", NOW - timedelta(days=days), "app", "bot", payload)


def test_showings_pitches_refusals_and_complaints_are_counted_in_their_windows() -> None:
    events = [
        event("recommendation.shown", 40, line="offer", product_ids=["a"]),
        event("recommendation.shown", 10, line="offer", product_ids=["a", "b"]),
        event("recommendation.shown", 3, line="tariff", product_ids=["a"]),
        event("recommendation.shown", 2, line="offer", product_ids=["b"]),
        event("push.sent", 1, product_id="c"),
        event("recommendation.declined", 20, product_ids=["b"]),
        event("complaint.raised", 80),
        event("complaint.raised", 100),
    ]
    found = past(events, [], NOW, TABLE)
    assert found.seen == {"a": 2, "b": 2, "c": 1}
    assert found.burden == Burden(pitches=2, declined=1, complaints=1)
    assert found.declined == {"b": (NOW - timedelta(days=20)).date()}


def test_what_was_seen_without_an_answer_fades_then_stops_and_comes_back(catalogue: Catalogue) -> None:
    item = next(iter(catalogue.packs.values()))
    left = [fresh(item, Past(seen={item.id: times}), TABLE) for times in range(6)]
    assert left == [1_000_000, 700_000, 500_000, 350_000, 250_000, None]
    later = past([event("push.sent", TABLE["seen"]["days"], product_id=item.id)] * 9, [], NOW, TABLE)
    assert fresh(item, later, TABLE) == 1_000_000


@pytest.mark.parametrize(("days", "same", "others"), [(1, True, True), (10, True, False), (14, False, False)])
def test_a_refused_pack_rests_two_weeks_and_its_line_a_quarter_of_that(
    catalogue: Catalogue, days: int, same: bool, others: bool
) -> None:
    refused, other, *_ = catalogue.packs.values()
    plan = next(iter(catalogue.plans.values()))
    known = Past(declined={refused.id: (NOW - timedelta(days=days)).date()})
    lines = {refused.id: "pack"}
    assert resting(refused, known, lines, NOW.date(), TABLE) is same
    assert resting(other, known, lines, NOW.date(), TABLE) is others
    assert not resting(plan, known, lines, NOW.date(), TABLE)


def test_now_is_where_the_window_ends() -> None:
    moment: datetime = NOW
    assert past([], [], moment, TABLE) == Past()
