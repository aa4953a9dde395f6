"""One request for wealth products: everything its decision depends on, as plain values."""

from dataclasses import dataclass
from typing import Literal

from recsys.offer.case import Case
from recsys.tariff.need import Value

Asked = Literal["amount", "term"]


@dataclass(frozen=True, slots=True)
class WealthNeed:
    """``amount`` in fen, ``term_days`` how long the money is free; ``asked`` need not be asked again."""

    amount: Value | None = None
    term_days: Value | None = None
    kinds: tuple[str, ...] = ()
    steady: bool = False  # R1 and R2 only
    safest: bool = False  # R1 only
    asked: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()  # ids they have seen; others are wanted
    rate_above: int | None = None  # basis points a year

    def missing(self) -> Asked | None:
        """The next thing to ask, or none."""
        if self.amount is None and "amount" not in self.asked:
            return "amount"
        if self.term_days is None and "term" not in self.asked:
            return "term"
        return None


@dataclass(frozen=True, slots=True)
class WealthCase(Case):
    """A request for wealth products."""

    need: WealthNeed
    proactive: bool = False
    with_agent: bool = False
