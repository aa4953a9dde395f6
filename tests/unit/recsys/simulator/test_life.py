"""Simulated lives: true chances that come true, the same for the same seed, and hidden from models."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from kb.catalogue.load import Catalogue
from recsys.customers.population import people
from recsys.simulator.chances import CHANNELS, kinds, world
from recsys.simulator.circumstances import circumstances
from recsys.simulator.life import lives
from tests.unit.recsys.models.town import town

NOW = datetime(2026, 11, 18, 4, tzinfo=UTC)


def test_the_same_seed_gives_the_same_lives(catalogue: Catalogue) -> None:
    first, again = (list(lives(catalogue, 20, 3, NOW)) for _ in range(2))
    assert first == again
    assert first != list(lives(catalogue, 20, 4, NOW))


def test_what_happens_comes_true_as_often_as_the_chances_say() -> None:
    found, _ = town()
    left = [any(event.type == "customer.left" for event in life.after) for life in found]
    expected = sum(life.churn for life in found)
    spread = sum(life.churn * (1 - life.churn) for life in found) ** 0.5
    assert abs(sum(left) - expected) < 3 * spread
    accepted = sum(life.accepts("pack", "app", 1) for life in found)
    assert abs(accepted - sum(life.accept["pack", "app"] for life in found)) < 3 * len(found) ** 0.5 / 2


def test_the_future_lies_after_the_day_and_within_the_horizon() -> None:
    found, _ = town()
    for life in found[:100]:
        assert all(event.at < life.now for event in life.before)
        assert all(life.now < event.at <= life.now + timedelta(days=90) for event in life.after)


def test_complaints_and_inclination_raise_churn_and_a_contract_lowers_it(catalogue: Catalogue) -> None:
    person = next(iter(people(catalogue, 20, 3, NOW)))
    assert set(world()["churn"]) - {"base"} <= set(circumstances(person, (), NOW))
    for kind in kinds():
        assert set(world()["purchase"][kind]) - {"base"} <= set(circumstances(person, (), NOW))
    weights = world()["churn"]
    assert weights["complaints"] > 0 > weights["bound"] and weights["inclination"] > 0


def test_people_notice_most_where_they_like_to_be_unless_they_complained_there() -> None:
    found, _ = town()
    best = np.mean([max(CHANNELS, key=lambda name: life.notice[name]) == life.preferred for life in found])
    assert 0.85 < best < 1


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_can_be_done_in_every_channel(kind: str) -> None:
    assert set(world()["done"][kind]) == set(CHANNELS)
