"""Policies at work: everybody may get one offer a round, for many rounds; what it earned, by person."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from recsys.models.table import Numbers, Rows
from recsys.ranking.slate import Choosable, draw
from recsys.ranking.sums import Integers, Shown, Sums, add
from recsys.ranking.table import PPM, ranking
from recsys.ranking.trial.town import Town
from recsys.simulator.market import lost_fen, recent_rounds

NOBODY = -1


@dataclass
class State:
    """What a policy knows; ``held``: people × products, ``recent``: approaches of each of the last rounds."""

    round: int
    seed: int
    held: Numbers
    recent: Numbers
    sums: Sums = field(default_factory=Sums)

    @property
    def approached(self) -> Numbers:
        """Lately, by person."""
        found: Numbers = self.recent.sum(axis=1)
        return found


Policy = Callable[[Town, State, Rows], Rows]  # who is there → the product for each, or NOBODY for none


@dataclass(frozen=True)
class Earned:
    """By person: fen earned (margins − contacts − what left), offers made and taken."""

    name: str
    income: Integers
    contacts: Integers
    taken: Integers
    left: int


def run(name: str, policy: Policy, town: Town, rounds: int, seed: int) -> Earned:
    """The same seed gives every policy the same luck with the same offer."""
    people, products = len(town), len(town.items)
    state = State(0, seed, np.zeros((people, products)), np.zeros((people, recent_rounds())))
    income, contacts, taken = (np.zeros(people, dtype=np.int64) for _ in range(3))
    there = np.ones(people, dtype=np.bool_)
    for number in range(rounds):
        state.round = number
        rng = np.random.default_rng([seed, number])
        luck, patience = rng.random((people, products)), rng.random(people)
        who = np.flatnonzero(there)
        what = policy(town, state, who)
        who, what = who[what != NOBODY], what[what != NOBODY]
        yes = luck[who, what] < town.market.chances(state.approached)[who, what]
        gone = patience[who] < town.market.leaving(state.approached)[who]
        income[who] += yes * town.margins[what] - town.costs[who] - gone * lost_fen()
        contacts[who] += 1
        taken[who] += yes
        state.held[who[yes], what[yes]] = 1
        state.sums = add(state.sums, shown_of(town, who, what, yes), number)
        state.recent = np.roll(state.recent, 1, axis=1)
        state.recent[:, 0] = 0
        state.recent[who, 0] = 1
        there[who[gone]] = False
    return Earned(name, income, contacts, taken, int((~there).sum()))


def shown_of(town: Town, who: Rows, what: Rows, yes: Rows) -> list[Shown]:
    """As learning takes them in."""
    return [
        Shown(town.items[item].id, town.flags[person], int(town.believed[person, item]), bool(took))
        for person, item, took in zip(who, what, yes, strict=True)
    ]


def drawn(town: Town, upper: Integers, who: Rows, state: State) -> Rows:
    """One product for each, drawn as in deciding; those whose best upper value is nought or less get none."""
    table, ids = ranking(), [item.id for item in town.items]
    place = {product: number for number, product in enumerate(ids)}
    found = np.full(len(who), NOBODY)
    for row, person in enumerate(who):
        worthy = np.flatnonzero(upper[row] > 0)
        offers = [Choosable(ids[item], town.kinds[item], int(upper[row, item])) for item in worthy]
        one = draw(offers, 1, f"{state.seed}/{state.round}/{person}", table)
        found[row] = place[one[0].product_id] if one else NOBODY
    return found


def values(town: Town, state: State, who: Rows, chance: Integers) -> Integers:
    """Fen of every product for these people: chance × margin − cost − annoyance; held ones nothing."""
    rates = ranking()["annoyance"]
    burden = town.costs[who] + town.calm + rates["pitch"] * state.approached[who].astype(np.int64) ** 2
    worth = (2 * chance * town.margins + PPM) // (2 * PPM) - burden[:, None]
    found: Integers = np.where(state.held[who] > 0, -1, worth)
    return found
