"""业务受理渠道适配: what can be done where."""

import pytest

from recsys.models.channel.fit import fit, fit_table, grades
from recsys.simulator.chances import kinds


@pytest.mark.parametrize(
    ("business", "channel", "grade"),
    [
        ("plan", "app", "A"),
        ("pack", "wechat", "A"),
        ("broadband", "app", "B"),  # somebody should look at the house
        ("sim_replacement", "hotline", "C"),  # an identity card cannot be shown
        ("insurance", "hall", "A"),
        ("pack", "hall", "C"),  # nobody drives there for a pack
    ],
)
def test_grades_that_can_be_checked_by_hand(business: str, channel: str, grade: str) -> None:
    assert fit(business, channel).grade == grade


def test_what_a_channel_lacks_is_said() -> None:
    assert fit("broadband", "app").lacks == ("需要当面判断",)


def test_every_business_can_be_done_well_somewhere_and_all_kinds_are_graded() -> None:
    table = grades()
    assert all("A" in row.values() or "B" in row.values() for row in table.values())
    assert set(kinds()) <= set(table)
    names = set(fit_table()["needs"])
    rows = [*fit_table()["channels"].values(), *fit_table()["businesses"].values()]
    assert all(set(row) - {"title"} == names for row in rows)
