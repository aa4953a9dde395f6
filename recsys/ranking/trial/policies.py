"""The policies that are compared: by chance, by what is popular, by propensity, by value, by LinUCB."""

import numpy as np

from recsys.models.table import Numbers, Rows
from recsys.ranking.linucb import learn
from recsys.ranking.sums import Integers
from recsys.ranking.table import PPM, ranking
from recsys.ranking.trial.rounds import NOBODY, Policy, State, drawn, values
from recsys.ranking.trial.town import Town


def at_random(town: Town, state: State, who: Rows) -> Rows:
    """Anything that is not held."""
    rng = np.random.default_rng([state.seed, state.round, 1])
    luck = rng.random((len(who), len(town.items)))
    found: Rows = np.argmax(np.where(state.held[who] > 0, -1, luck), axis=1)
    return found


def most_popular(town: Town, state: State, who: Rows) -> Rows:
    """For everybody what most said yes to so far; in the first round anything."""
    if not state.round:
        return at_random(town, state, who)
    known = dict(zip(state.sums.ids, zip(state.sums.taken, state.sums.shown, strict=True), strict=True))
    rates = np.array(
        [(known.get(item.id, (0, 0))[0] + 1) / (known.get(item.id, (0, 0))[1] + 20) for item in town.items]
    )
    found: Rows = np.argmax(np.where(state.held[who] > 0, -1, rates), axis=1)
    return found


def likeliest(town: Town, state: State, who: Rows) -> Rows:
    """The highest believed chance, whatever it earns."""
    found: Rows = np.argmax(np.where(state.held[who] > 0, -1, town.believed[who]), axis=1)
    return found


def valued(town: Town, state: State, who: Rows) -> Rows:
    """The highest value as it is believed; nothing is learned."""
    return _best(values(town, state, who, town.believed[who]))


def valued_learning(town: Town, state: State, who: Rows) -> Rows:
    """The highest value with what was learned, never trying anything out."""
    mean, _ = corrections(town, state, who)
    return _best(values(town, state, who, _corrected(town, who, mean)))


def linucb(town: Town, state: State, who: Rows) -> Rows:
    """As in deciding: upper values, drawn."""
    mean, width = corrections(town, state, who)
    upper = mean + width * ranking()["explore"]["alpha"]
    return drawn(town, values(town, state, who, _corrected(town, who, upper)), who, state)


POLICIES: dict[str, Policy] = {
    "at random": at_random,
    "most popular": most_popular,
    "propensity only": likeliest,
    "value, nothing learned": valued,
    "value, learned, not explored": valued_learning,
    "value, LinUCB": linucb,
}


def corrections(town: Town, state: State, who: Rows) -> tuple[Numbers, Numbers]:
    """People × products: mean and width of the relative correction, learned once a round."""
    made = learn(state.sums, town.items, ranking())
    flags = np.array([town.flags[person] for person in who], dtype=np.float64)
    spread = np.einsum("nij,pi,pj->pn", made.inverse, flags, flags, optimize=True)
    return flags @ made.weights.T, np.sqrt(np.maximum(spread, 0.0))


def _corrected(town: Town, who: Rows, correction: Numbers) -> Integers:
    bounds = ranking()["correction"]
    factor = np.clip(1 + correction, bounds["least"] / PPM, bounds["most"] / PPM)
    found: Integers = np.minimum(PPM, town.believed[who] * factor).astype(np.int64)
    return found


def _best(worth: Integers) -> Rows:
    found: Rows = np.where(worth.max(axis=1) > 0, worth.argmax(axis=1), NOBODY)
    return found
