"""True chances: leaving, buying unasked, noticing a message, accepting an offer in a channel."""

from collections.abc import Mapping
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import yaml

from recsys.simulator.circumstances import Circumstances

CHANNELS = ("wechat", "app", "hotline", "hall")


@cache
def world() -> dict[str, Any]:
    """The content of world.yml."""
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("world.yml").read_text("utf-8"))
    return loaded


def kinds() -> tuple[str, ...]:
    """The kinds of products that people may buy."""
    return tuple(world()["purchase"])


def churn_chance(around: Circumstances) -> float:
    """Of leaving within ``days.churn``."""
    return _chance(world()["churn"], around)


def purchase_chance(kind: str, around: Circumstances) -> float:
    """Of buying that kind within ``days.purchase`` without being asked."""
    return _chance(world()["purchase"][kind], around)


def notice_chance(
    preferred: str, channel: str, around: Circumstances, complained_in: frozenset[str]
) -> float:
    """Of noticing a message in that channel."""
    base, slope = world()["tolerance"]
    chance: float = world()["noticed"][preferred][channel] * (base + slope * around["tolerance"])
    return min(0.98, chance * (world()["after_complaint"] if channel in complained_in else 1.0))


def accept_chance(kind: str, channel: str, notice: float, around: Circumstances) -> float:
    """Of accepting an offer of that kind in that channel, given the chance of noticing it there."""
    interest = _chance(world()["purchase"][kind], around, world()["offer"])
    done: float = world()["done"][kind][channel]
    return notice * interest * done


def _chance(weights: Mapping[str, float], around: Circumstances, more: float = 0.0) -> float:
    logit = weights["base"] + more
    logit += sum(weight * around[name] for name, weight in weights.items() if name != "base")
    return 1 / (1 + exp(-logit))
