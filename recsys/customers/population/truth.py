"""What is really so about a made-up person; the systems never see it, tests and evaluations do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Truth:
    """The hidden causes of usage, plan, contacts and orders; scales run from 0 to 1."""

    usage_type: str  # light_elder, office, heavy, video, talker, traveller, student, family, silent
    misfit: str  # over, fit, under: how the plan was chosen
    channel: str  # the preferred one
    price_sensitivity: float
    push_tolerance: float
    churn: float  # inclination to leave
    wealth_type: str  # none, saver, steady, bold
    contacts: int  # expected in half a year


@cache
def world() -> dict[str, Any]:
    """The content of population.yml."""
    text = (Path(__file__).parent / "population.yml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def pick(rng: Random, weights: Mapping[str, float]) -> str:
    """One key, by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def draw_truth(rng: Random) -> Truth:
    """A person's causes. Price sensitivity is higher with small plans, churn with misfit and annoyance."""
    data = world()
    types = data["usage_types"]
    usage_type = pick(rng, {key: value["share"] for key, value in types.items()})
    misfit = pick(rng, data["misfits"])
    channels = data["elder_channels" if usage_type == "light_elder" else "channels"]
    sensitivity = _scale(rng, 0.35 if usage_type in ("traveller", "family") else 0.6)
    tolerance = _scale(rng, 0.45)
    pain = {"fit": 0.1, "over": 0.28, "under": 0.35}[misfit]
    return Truth(
        usage_type=usage_type,
        misfit=misfit,
        channel=pick(rng, channels),
        price_sensitivity=sensitivity,
        push_tolerance=tolerance,
        churn=_scale(rng, min(0.9, pain + 0.3 * sensitivity)),
        wealth_type=pick(rng, types[usage_type]["wealth"]),
        contacts=max(1, round(rng.lognormvariate(1.65, 0.65))),
    )


def _scale(rng: Random, mean: float) -> float:
    return round(rng.betavariate(mean * 6, (1 - mean) * 6), 3)
