"""The chance that an offer is taken as it is believed before anything is learned: parts per million."""

from recsys.models.channel.fit import fit
from recsys.ranking.table import PPM, Table


def asked(chance_ppm: int, odds: int) -> int:
    """The chance of a yes when asked: the odds of buying unasked times ``odds``."""
    return chance_ppm * odds * PPM // (PPM - chance_ppm + chance_ppm * odds)


def noticed(channel_share_ppm: int, present: bool, table: Table) -> int:
    """The chance of being noticed in a channel that has this share in the customer's preference."""
    rates: dict[str, int] = table["noticed"]
    if present:
        return rates["present"]
    return min(PPM, rates["least"] + rates["preferred"] * channel_share_ppm // PPM)


def grade(kind: str, channel: str, table: Table) -> int:
    """How much of an acceptance survives the channel, by its fitness for the business."""
    worth: dict[str, int] = table["grade"]
    return worth[fit(kind, channel).grade]


def believed(wanting_ppm: int, *shares_ppm: int) -> int:
    """All of it multiplied, rounded down; never nought, so that whatever is shown can be learned about."""
    for share in shares_ppm:
        wanting_ppm = wanting_ppm * share // PPM
    return max(1, wanting_ppm)
