"""Drift: how far a table has moved from the one that a model was trained on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys.models.features import Feature
from recsys.models.table import Numbers

BINS = 10
SMALLEST = 1e-4  # an empty bin counts as this share, so that the index stays finite
MOVED, CHANGED = 0.1, 0.25  # the usual reading of the index: watch, retrain


@dataclass(frozen=True)
class Profile:
    """How a feature was distributed: inner ``edges`` of the bins (numbers) and ``shares``, missing last."""

    name: str
    edges: Numbers
    shares: Numbers


@dataclass(frozen=True, slots=True)
class Drift:
    """Population stability index of one feature; ``state`` is stable, moved or changed."""

    name: str
    psi: float
    state: str


def profile_of(name: str, values: Numbers, words: int = 0) -> Profile:
    """The profile of a column of the matrix; ``words`` is its number of categories (0 = numbers)."""
    known = values[~np.isnan(values)]
    if words:
        edges = np.arange(0.5, words - 1)
    else:
        edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if len(known) else known
    return Profile(name, edges, _shares(values, edges))


def profiles_of(x: Numbers, features: Sequence[Feature], chance: Numbers) -> tuple[Profile, ...]:
    """Of every feature and, as ``(score)``, of the probabilities."""
    columns = [profile_of(feature.name, x[:, i], len(feature.words)) for i, feature in enumerate(features)]
    return (*columns, profile_of("(score)", chance))


def drifts(profiles: Sequence[Profile], x: Numbers, chance: Numbers) -> list[Drift]:
    """Compare a table with the profiles; the furthest first."""
    columns = [*x.T, chance]
    found = [
        Drift(profile.name, value, _state(value))
        for profile, column in zip(profiles, columns, strict=True)
        for value in [psi(profile, column)]
    ]
    return sorted(found, key=lambda drift: (-drift.psi, drift.name))


def psi(profile: Profile, values: Numbers) -> float:
    """Σ (now − then) · ln(now / then) over the bins (Siddiqi 2006); 0 for the same distribution."""
    then = np.maximum(profile.shares, SMALLEST)
    now = np.maximum(_shares(values, profile.edges), SMALLEST)
    return float(((now - then) * np.log(now / then)).sum())


def _shares(values: Numbers, edges: Numbers) -> Numbers:
    missing = np.isnan(values)
    bins = np.where(missing, len(edges) + 1, np.searchsorted(edges, values, side="right"))
    return np.bincount(bins, minlength=len(edges) + 2) / max(1, len(values))


def _state(value: float) -> str:
    return "changed" if value >= CHANGED else "moved" if value >= MOVED else "stable"
