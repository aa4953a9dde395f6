"""潜在客户识别: who resembles the present users of a product, learned from users and all others alone.

That somebody is no user does not say that they do not want it. Elkan and Noto (2008): a classifier of
users against all others, divided by its mean over users it was not trained on, is the chance of wanting.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recsys.models.customers.aims import Aim, aims
from recsys.models.customers.features import Row
from recsys.models.customers.observe import DAY, Observation, table_of
from recsys.models.model import Model
from recsys.models.split import random_split
from recsys.models.table import DataError, Numbers, Table
from recsys.models.train import Plan, train

USER = "user"
NOT_USE = ("matures_days",)  # belongs to using it, but does not tell what is used


@dataclass(frozen=True)
class Lookalike:
    """``among_users`` is the mean score of users that were not trained on."""

    aim: Aim
    model: Model
    among_users: float

    def wanting(self, table: Table) -> Numbers:
        """The chance of wanting the product, one per row."""
        return np.minimum(1.0, self.model.chance(table) / self.among_users)


def uses(aim: Aim, known: Row) -> bool:
    """Whether somebody has the product already."""
    return any(float(known[name]) > 0 for name in aim.user if name not in NOT_USE)


def using(aim: Aim, observations: Sequence[Observation]) -> npt.NDArray[np.bool_]:
    """``uses`` of each."""
    return np.array([uses(aim, one.known) for one in observations])


def find_lookalikes(
    observations: Sequence[Observation], seed: int = 0, only: Collection[str] = ()
) -> dict[str, Lookalike]:
    """One per kind that enough people use (the plan, which all have, is none), by the key of the aim."""
    found = {}
    for aim in aims():
        if not aim.user or (only and aim.key not in only):
            continue
        try:
            found[aim.key] = _lookalike(aim, observations, seed)
        except DataError:
            continue
    return found


def _lookalike(aim: Aim, observations: Sequence[Observation], seed: int) -> Lookalike:
    owned = using(aim, observations)
    base = table_of(observations)
    table = Table({**base.columns, USER: np.where(owned, "yes", "no").astype(object)})
    model = train(table, Plan(USER, exclude=(*aim.user, DAY), seed=seed))
    _, held = random_split(owned.astype(np.int64), seed)
    unseen = held[owned[held]]
    return Lookalike(aim, model, float(model.chance(base.at(unseen)).mean()))
