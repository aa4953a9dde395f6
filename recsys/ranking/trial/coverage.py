"""Are the estimates of other policies right? Many logs of the same people, beside the simulator's truth."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.models.table import Numbers, Rows
from recsys.ranking.off_policy import Estimate, Logged, estimates
from recsys.ranking.slate import Choosable, in_order, weigh
from recsys.ranking.sums import Integers
from recsys.ranking.table import PPM, Table
from recsys.ranking.trial.rounds import State, values
from recsys.ranking.trial.town import Town


@dataclass(frozen=True, slots=True)
class Covered:
    """Of one estimator over all logs: how often its interval holds the truth, mean error and width (fen)."""

    name: str
    share: float
    error: float
    width: float


@dataclass(frozen=True)
class Logging:
    """How these people's offers are drawn: products in order and their chances, people × places."""

    order: Rows
    chance: Numbers


def logging_of(town: Town, upper: Integers, table: Table) -> Logging:
    """The chances of the first place, exactly as ``slate.draw`` would draw it."""
    ids = [item.id for item in town.items]
    place = {product: number for number, product in enumerate(ids)}
    order = np.zeros(upper.shape, dtype=np.intp)
    chance = np.zeros(upper.shape)
    for row in range(len(upper)):
        offers = in_order(
            [Choosable(ids[item], town.kinds[item], int(upper[row, item])) for item in range(len(ids))]
        )
        weights = np.array(weigh(offers, table), dtype=np.float64)
        order[row] = [place[one.product_id] for one in offers]
        chance[row] = weights / weights.sum()
    return Logging(order, chance)


def cover(town: Town, table: Table, logs: int, seed: int) -> tuple[float, float, list[Covered]]:
    """(the truth of the best by value, the truth of the logged policy, every estimator over ``logs`` logs).

    The reward is the fen that an offer earned: margin if it was taken, less the cost of the contact.
    """
    people = np.arange(len(town))
    state = State(0, seed, np.zeros(town.believed.shape), np.zeros((len(town), 1)))
    worth = values(town, state, people, town.believed)
    logged = logging_of(town, worth, table)
    truth = town.market.chance * town.margins - town.costs[:, None]
    model = town.believed / PPM * town.margins - town.costs[:, None]
    wanted = worth.argmax(axis=1)
    right = float(truth[people, wanted].mean())
    shown = float((np.take_along_axis(truth, logged.order, axis=1) * logged.chance).sum(axis=1).mean())
    found = [estimates(_log(town, logged, wanted, model, seed + log)) for log in range(logs)]
    return right, shown, [_covered(list(rows), right) for rows in zip(*found, strict=True)]


def _log(town: Town, logging: Logging, wanted: Rows, model: Numbers, seed: int) -> Logged:
    """One offer to each, and the answer."""
    rng, people = np.random.default_rng(seed), np.arange(len(town))
    place = (logging.chance.cumsum(axis=1) < rng.random((len(town), 1))).sum(axis=1)
    place = np.minimum(place, logging.chance.shape[1] - 1)
    what = logging.order[people, place]
    yes = rng.random(len(town)) < town.market.chance[people, what]
    return Logged(
        reward=yes * town.margins[what] - town.costs.astype(np.float64),
        chance=logging.chance[people, place],
        wanted=(what == wanted).astype(np.float64),
        expected=model[people, what],
        model=model[people, wanted],
    )


def _covered(rows: Sequence[Estimate], truth: float) -> Covered:
    return Covered(
        rows[0].name,
        float(np.mean([one.covers(truth) for one in rows])),
        float(np.mean([one.mean - truth for one in rows])),
        float(np.mean([one.high - one.low for one in rows])),
    )
