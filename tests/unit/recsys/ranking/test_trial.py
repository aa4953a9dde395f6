"""Trials in the simulated world: fair to every policy, and the same whenever they are run."""

import numpy as np
import pytest

from kb.catalogue.catalogue import Catalogue
from recsys.ranking.slate import Choosable, draw, in_order, weigh
from recsys.ranking.table import ranking
from recsys.ranking.trial.coverage import cover, logging_of
from recsys.ranking.trial.policies import POLICIES, linucb, valued
from recsys.ranking.trial.rounds import State, run, values
from recsys.ranking.trial.town import Town
from recsys.simulator.life import lives
from recsys.simulator.market import market
from recsys.value.margin import kind_of, margin_of
from tests.fixtures.stores import NOW

PEOPLE, PRODUCTS = 60, 24


@pytest.fixture(scope="module")
def town(catalogue: Catalogue) -> Town:
    """Sixty people and two dozen products; what is believed is the truth, misread by a factor per product."""
    found = list(lives(catalogue, PEOPLE, 5, NOW))
    items = list(catalogue.items.values())[:: len(catalogue.items) // PRODUCTS][:PRODUCTS]
    ages = np.arange(PEOPLE) % 3
    world = market(found, ages, items, [one.preferred for one in found], 5)
    wrong = np.random.default_rng(1).uniform(0.5, 2.0, len(items))
    return Town(
        market=world,
        kinds=tuple(kind_of(item) for item in items),
        believed=np.clip(world.chance * wrong * 1e6, 1, 1e6).astype(np.int64),
        flags=tuple((1, 0, int(age == 0), int(age == 2), 0, 0) for age in ages),
        margins=np.array([margin_of(item) for item in items], dtype=np.int64),
        costs=np.full(PEOPLE, 5, dtype=np.int64),
        calm=30,
    )


@pytest.mark.parametrize("name", POLICIES)
def test_a_run_is_the_same_twice_and_never_sells_what_is_held(town: Town, name: str) -> None:
    one, other = (run(name, POLICIES[name], town, 4, 9) for _ in range(2))
    assert one.income.tolist() == other.income.tolist()
    assert one.contacts.max() <= 4
    assert (one.taken <= one.contacts).all()


def test_income_is_margins_less_contacts_and_what_left(town: Town) -> None:
    earned = run("value", valued, town, 1, 9)
    state = State(0, 9, np.zeros(town.believed.shape), np.zeros((len(town), 4)))
    what = valued(town, state, np.arange(len(town)))
    stayed = earned.left == 0
    taken = (earned.taken * town.margins[what]).sum() - earned.contacts.sum() * 5
    assert earned.income.sum() == taken - (0 if stayed else 30_000 * earned.left)


def test_a_policy_learns_which_products_were_misjudged(town: Town) -> None:
    seeds = range(3)
    learned = sum(run("LinUCB", linucb, town, 10, seed).income.sum() for seed in seeds)
    stubborn = sum(run("value", valued, town, 10, seed).income.sum() for seed in seeds)
    assert learned > stubborn


def test_the_logging_chances_are_those_of_the_draw(town: Town) -> None:
    state = State(0, 9, np.zeros(town.believed.shape), np.zeros((len(town), 4)))
    worth = values(town, state, np.arange(len(town)), town.believed)
    logged = logging_of(town, worth, ranking())
    assert logged.chance.sum(axis=1) == pytest.approx(np.ones(len(town)))
    offers = [
        Choosable(item.id, kind, int(upper))
        for item, kind, upper in zip(town.items, town.kinds, worth[7], strict=True)
    ]
    first = draw(offers, 1, "seed", ranking())[0]
    place = [one.product_id for one in in_order(offers)].index(first.product_id)
    assert logged.chance[7, place] == pytest.approx(first.weight / sum(weigh(in_order(offers), ranking())))


def test_over_many_logs_estimates_lie_around_the_simulators_truth(town: Town) -> None:
    truth, _, covered = cover(town, ranking(), 60, 3)
    assert truth > 0
    robust = next(one for one in covered if one.name == "doubly robust")
    assert abs(robust.error) < robust.width / 4
