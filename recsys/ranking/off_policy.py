"""What another policy would have earned, from the log of this one: IPS, self-normalised IPS, doubly robust.

Every row is one offer: its reward r, the chance p with which it was logged, the chance π that the other
policy would have made it, and for the last estimator q, the reward that a model expects of it, and v, what
the model expects of the other policy on that row (Horvitz and Thompson 1952; Swaminathan and Joachims 2015;
Dudík, Langford and Li 2011).
"""

from dataclasses import dataclass
from math import sqrt

from recsys.models.table import Numbers

SURE = 1.959964  # standard errors on each side of 95 %


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval."""

    name: str
    mean: float
    low: float
    high: float

    def covers(self, truth: float) -> bool:
        """Whether the interval holds it."""
        return self.low <= truth <= self.high


@dataclass(frozen=True)
class Logged:
    """One row per offer; ``wanted`` is π, ``expected`` q and ``model`` v."""

    reward: Numbers
    chance: Numbers
    wanted: Numbers
    expected: Numbers
    model: Numbers

    @property
    def weights(self) -> Numbers:
        """π ÷ p."""
        found: Numbers = self.wanted / self.chance
        return found


def estimates(logged: Logged) -> tuple[Estimate, ...]:
    """All three, and first the naive average of the rows that the other policy would have made too."""
    return naive(logged), ips(logged), snips(logged), doubly_robust(logged)


def naive(logged: Logged) -> Estimate:
    """Wrong: rows that both policies like are no fair sample of the customers."""
    same = logged.reward[logged.wanted > 0]
    return mean_of("naive average", same)


def ips(logged: Logged) -> Estimate:
    """Unbiased: E[π/p · r]."""
    return mean_of("IPS", logged.weights * logged.reward)


def snips(logged: Logged) -> Estimate:
    """Divided by the weights' own sum: hardly biased, and calmer; error by the delta method."""
    weights = logged.weights
    whole = float(weights.sum())
    if not whole:
        return Estimate("self-normalised IPS", float("nan"), float("-inf"), float("inf"))
    mean = float((weights * logged.reward).sum()) / whole
    error = sqrt(float((weights**2 * (logged.reward - mean) ** 2).sum())) / whole
    return Estimate("self-normalised IPS", mean, mean - SURE * error, mean + SURE * error)


def doubly_robust(logged: Logged) -> Estimate:
    """The model's expectation, put right by what the log says: unbiased, calmer the better the model."""
    rows = logged.model + logged.weights * (logged.reward - logged.expected)
    return mean_of("doubly robust", rows)


def mean_of(name: str, rows: Numbers) -> Estimate:
    """A mean and the interval of the normal distribution."""
    if len(rows) < 2:
        return Estimate(name, float("nan"), float("-inf"), float("inf"))
    mean, error = float(rows.mean()), float(rows.std(ddof=1)) / sqrt(len(rows))
    return Estimate(name, mean, mean - SURE * error, mean + SURE * error)
