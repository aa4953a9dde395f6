"""The population is reproducible, plausible, and its hidden truths show."""

from collections import Counter
from statistics import mean

import pytest

from kb.catalogue.load import Catalogue
from recsys.customers.population import Person, people
from tests.fixtures.stores import NOW


@pytest.fixture(scope="module")
def crowd(catalogue: Catalogue) -> list[Person]:
    return list(people(catalogue, 600, 7, NOW))


def test_the_same_seed_gives_the_same_people_and_a_larger_size_only_adds_some(
    catalogue: Catalogue, crowd: list[Person]
) -> None:
    assert list(people(catalogue, 30, 7, NOW)) == crowd[:30]
    assert list(people(catalogue, 30, 8, NOW))[8:] != crowd[8:30]


def test_all_usage_types_occur(crowd: list[Person]) -> None:
    assert len(Counter(person.truth.usage_type for person in crowd)) == 9


def test_use_is_as_the_truth_says(crowd: list[Person], catalogue: Catalogue) -> None:
    def saturation(misfit: str) -> float:
        return mean(
            mean(month.data_mb for month in person.usage)
            / (catalogue.plans[person.plan_id].allowance.data_mb + 1024)
            for person in crowd
            if person.truth.misfit == misfit
        )

    assert saturation("over") < saturation("fit") < saturation("under")


def test_contacts_and_money_follow_their_causes(crowd: list[Person]) -> None:
    assert all(not person.holdings for person in crowd if person.truth.wealth_type == "none")
    busy = [person for person in crowd if person.truth.contacts > 10]
    assert 0.04 < len(busy) / len(crowd) < 0.35


def test_nobody_holds_more_risk_than_they_may(crowd: list[Person], catalogue: Catalogue) -> None:
    for person in crowd:
        top = int(person.level[1]) if person.level else 1
        for holding in person.holdings:
            assert int((catalogue.wealth[holding.product_id].risk or "R9")[1]) <= top


def test_plans_are_spread_and_old_ones_still_held(crowd: list[Person], catalogue: Catalogue) -> None:
    plans = Counter(person.plan_id for person in crowd)
    assert len(plans) >= 25
    assert max(plans.values()) < len(crowd) * 0.2
    old = [person for person in crowd if not catalogue.plans[person.plan_id].sold_on(NOW.date())]
    assert len(old) > len(crowd) * 0.1
