"""What an offer is worth: P(accept) × margin − cost of the contact − annoyance, whole fen throughout."""

from dataclasses import dataclass

from recsys.ranking.table import PPM, Table
from recsys.tariff.saving import mean_half_up


@dataclass(frozen=True, slots=True)
class Worth:
    """The terms of one offer; ``accept_ppm`` is the chance of a yes in parts per million."""

    accept_ppm: int
    margin_fen: int
    cost_fen: int
    annoyance_fen: int

    @property
    def fen(self) -> int:
        """The value of making the offer, rounded half up."""
        return value(self.accept_ppm, self.margin_fen, self.cost_fen + self.annoyance_fen)


def value(accept_ppm: int, margin_fen: int, burden_fen: int) -> int:
    """Fen: chance × margin − burden."""
    return mean_half_up(accept_ppm * margin_fen, PPM) - burden_fen


@dataclass(frozen=True, slots=True)
class Burden:
    """What weighs on a customer already, counted over the days of the table."""

    pitches: int = 0
    declined: int = 0
    complaints: int = 0


def contact_cost(channel: str, present: bool, table: Table) -> int:
    """Fen of one contact; KeyError for a channel without a cost."""
    costs: dict[str, int] = table["cost"]["present" if present else "approach"]
    return costs[channel]


def annoyance(burden: Burden, present: bool, table: Table) -> int:
    """Fen: grows with every contact, refusal and complaint, with contacts faster than in proportion."""
    rates: dict[str, int] = table["annoyance"]
    return (
        rates["present" if present else "approach"]
        + rates["pitch"] * burden.pitches**2
        + rates["declined"] * burden.declined
        + rates["complaint"] * burden.complaints
    )
