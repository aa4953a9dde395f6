"""业务受理渠道适配: grade A, B or C of a business in a channel, from the attributes of both."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Grade = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class Fit:
    """``lacks`` says what the channel cannot give, in words."""

    business: str
    channel: str
    grade: Grade
    lacks: tuple[str, ...]


@cache
def fit(business: str, channel: str) -> Fit:
    """Raises KeyError for what is not in fit.yml."""
    table = fit_table()
    wanted, offered = table["businesses"][business], table["channels"][channel]
    short = {name: wanted[name] - offered[name] for name in table["needs"] if wanted[name] > offered[name]}
    lacks = tuple(table["needs"][name] for name in short)
    if any(name in table["must"] for name in short) or max(short.values(), default=0) > 1:
        return Fit(business, channel, "C", lacks)
    return Fit(business, channel, _grade(len(short)), lacks)


def grades() -> dict[str, dict[str, Grade]]:
    """All grades, by business and channel."""
    table = fit_table()
    return {
        business: {channel: fit(business, channel).grade for channel in table["channels"]}
        for business in table["businesses"]
    }


def _grade(missed: int) -> Grade:
    return "A" if missed == 0 else "B" if missed <= 2 else "C"


@cache
def fit_table() -> dict[str, Any]:
    """The content of fit.yml."""
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded
