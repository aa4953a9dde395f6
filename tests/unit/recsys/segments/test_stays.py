"""Time per stage, counted by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from recsys.segments.stays import Stay, stage_times, stays, typical

START = datetime(2026, 6, 1, tzinfo=UTC)
STAGES = ("目标", "线索", "成交")


def on(customer: str, *moves: tuple[float, str | None]) -> list[tuple[str, datetime, str | None]]:
    return [(customer, START + timedelta(days=day), stage) for day, stage in moves]


def test_a_stay_lasts_until_the_next_move_and_the_last_one_goes_on() -> None:
    found = list(stays(on("王阿姨", (0, "目标"), (10, "线索"), (12, "成交")), START + timedelta(days=30)))
    assert found == [
        Stay("王阿姨", "目标", 10, "线索", True),
        Stay("王阿姨", "线索", 2, "成交", True),
        Stay("王阿姨", "成交", 18, None, False),
    ]


def test_a_move_to_where_one_is_already_is_none() -> None:
    found = list(stays(on("小陈", (0, "目标"), (3, "目标"), (5, "线索")), START + timedelta(days=6)))
    assert [(stay.stage, stay.days) for stay in found] == [("目标", 5), ("线索", 1)]


def test_who_withdrew_personalisation_is_nowhere_in_between() -> None:
    found = list(stays(on("周女士", (0, "目标"), (4, None), (9, "目标")), START + timedelta(days=10)))
    assert [(stay.stage, stay.days, stay.over) for stay in found] == [("目标", 4, True), ("目标", 1, False)]


def test_what_lies_ahead_of_the_moment_does_not_count() -> None:
    found = list(stays(on("小林", (0, "目标"), (5, "线索")), START + timedelta(days=2)))
    assert found == [Stay("小林", "目标", 2, None, False)]


def test_four_people_counted_by_hand() -> None:
    now = START + timedelta(days=40)
    moves = [
        *on("a", (0, "目标"), (10, "线索"), (12, "成交")),
        *on("b", (0, "目标"), (20, "线索"), (24, "目标")),
        *on("c", (0, "目标"), (30, "成交")),
        *on("d", (35, "目标")),
    ]
    target, lead, customer = stage_times(stays(moves, now), STAGES)
    assert (target.entered, target.now, lead.entered, lead.now, customer.now) == (5, 2, 2, 0, 2)
    assert target.quartiles == (15, 20, 25)  # finished after 10, 20 and 30 days
    assert target.onto == {"线索": 2, "成交": 1} and target.onward == 100
    assert lead.onto == {"成交": 1, "目标": 1} and lead.onward == 50
    assert customer.quartiles is None and customer.onward is None
    assert target.steps == (0, 0, 0, 1, 2, 0, 0, 0, 0)  # 10 days: up to 14; 20 and 30: up to 30


def test_stays_that_go_on_count_in_the_typical_time() -> None:
    """Of 4 stays one ends on day 10: 3/4 go on; then one of the 2 left on day 30: 3/8, below a half."""
    found = [Stay("a", "x", 10, "y", True), Stay("b", "x", 20, None, False), Stay("c", "x", 30, "y", True)]
    assert typical([*found, Stay("d", "x", 40, None, False)]) == 30
    assert typical([Stay("d", "x", 40, None, False)]) is None
    assert typical([]) is None


@pytest.mark.parametrize("days", [0.5, 400])
def test_the_distribution_has_a_place_for_every_length(days: float) -> None:
    moves = on("a", (0, "目标"), (days, "线索"))
    target = stage_times(stays(moves, START + timedelta(days=500)), STAGES)[0]
    assert sum(target.steps) == 1 and target.steps[0 if days < 1 else -1] == 1
