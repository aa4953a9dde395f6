"""Method 1: join what a customer may want, where they are best met, and what can be done there."""

from collections.abc import Mapping
from dataclasses import dataclass

from recsys.models.channel.fit import fit

WORTH = {"A": 1.0, "B": 0.8, "C": 0.4}  # of a grade: how much of an acceptance survives the channel


@dataclass(frozen=True, slots=True)
class Match:
    """An offer of a kind of product in a channel; ``value`` only orders matches of one customer."""

    kind: str
    channel: str
    value: float


def join(wanting: Mapping[str, float], chances: Mapping[str, float], *, graded: bool = True) -> list[Match]:
    """All pairs by value: wanting (by kind) × preference (by channel) × worth of the grade; best first."""
    found = [
        Match(kind, channel, want * chance * (WORTH[fit(kind, channel).grade] if graded else 1.0))
        for kind, want in wanting.items()
        for channel, chance in chances.items()
    ]
    return sorted(found, key=lambda match: (-match.value, match.kind, match.channel))
