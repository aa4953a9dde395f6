"""Values that can be worked out on paper, with a table of round numbers."""

from typing import Any

import pytest

from recsys.ranking.believed import asked, believed, noticed
from recsys.ranking.table import ranking
from recsys.ranking.worth import Burden, Worth, annoyance, contact_cost, value

TABLE: dict[str, Any] = {
    "cost": {"present": {"app": 0, "hotline": 50}, "approach": {"app": 2, "hotline": 350}},
    "annoyance": {"approach": 30, "present": 10, "pitch": 15, "declined": 40, "complaint": 400},
    "noticed": {"present": 950_000, "least": 100_000, "preferred": 600_000},
}


def test_three_offers_are_worth_what_one_can_work_out() -> None:
    """A deposit at 180 yuan, a plan at 70.20, a pack at 18, asked by telephone of somebody calm."""
    cost, burden = contact_cost("hotline", False, TABLE), annoyance(Burden(), False, TABLE)
    deposit = Worth(100_000, 18_000, cost, burden)  # 10 % × 180.00 − 3.50 − 0.30
    plan = Worth(200_000, 7_020, cost, burden)  # 20 % × 70.20 − 3.80
    pack = Worth(150_000, 1_800, cost, burden)  # 15 % × 18.00 − 3.80
    assert [one.fen for one in (deposit, plan, pack)] == [1420, 1024, -110]


def test_half_a_fen_is_rounded_up_and_money_stays_whole() -> None:
    assert value(500_000, 1, 0) == 1
    assert value(499_999, 1, 0) == 0
    assert value(0, 10_000, 38) == -38


def test_annoyance_grows_faster_than_the_contacts() -> None:
    grown = [annoyance(Burden(pitches=count), False, TABLE) for count in range(4)]
    assert grown == [30, 45, 90, 165]
    sore = annoyance(Burden(pitches=1, declined=2, complaints=1), True, TABLE)
    assert sore == 10 + 15 + 80 + 400


def test_being_asked_multiplies_the_odds() -> None:
    assert asked(200_000, 6) == 600_000  # odds of 1 : 4 become 6 : 4
    assert asked(0, 6) == 0
    assert asked(1_000_000, 6) == 1_000_000


@pytest.mark.parametrize(("share", "seen"), [(0, 100_000), (500_000, 400_000), (1_000_000, 700_000)])
def test_a_message_is_noticed_where_the_customer_is(share: int, seen: int) -> None:
    assert noticed(share, False, TABLE) == seen
    assert noticed(share, True, TABLE) == 950_000


def test_what_is_believed_is_a_product_and_never_nought() -> None:
    assert believed(600_000, 500_000, 400_000) == 120_000
    assert believed(0, 500_000) == 1


def test_the_table_costs_every_channel_on_both_occasions() -> None:
    for occasion in (True, False):
        assert all(
            contact_cost(channel, occasion, ranking()) >= 0
            for channel in ("wechat", "app", "hotline", "hall")
        )
