"""The lowest fee is named with what speaks against it."""

from datetime import UTC, datetime

import pytest

from actions.plans.lowest import lowest_fee
from kb.catalogue.load import Catalogue
from recsys.offer.decision import Decision, Suppressed


def decided(catalogue: Catalogue, codes: dict[str, str]) -> Decision:
    ids = {plan.title: plan.id for plan in catalogue.plans.values()}
    left = tuple(Suppressed(ids[title], code) for title, code in codes.items())
    return Decision("d1", "c1", "tariff", "app", datetime(2026, 11, 20, tzinfo=UTC), (), left, {}, {})


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (
            {"自由选8元套餐": "no_saving", "自由选5元保号套餐": "too_slow"},
            ("自由选5元保号套餐,5元/月", "限速"),
        ),
        (
            {"自由选8元套餐": "loses_broadband", "自由选5元保号套餐": "region"},
            ("自由选8元套餐,8元/月", "宽带"),
        ),
    ],
)
def test_the_cheapest_that_is_open_is_named(
    catalogue: Catalogue, codes: dict[str, str], said: tuple[str, ...]
) -> None:
    reply = lowest_fee(catalogue, decided(catalogue, codes))
    assert reply and all(part in reply["text"] for part in said)


def test_nothing_is_named_when_all_are_closed(catalogue: Catalogue) -> None:
    assert lowest_fee(catalogue, decided(catalogue, {"自由选8元套餐": "requires"})) is None
