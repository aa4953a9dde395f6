"""What was decided for a customer, why, and what was held back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Line = Literal["tariff", "pack", "wealth", "service", "offer"]


@dataclass(frozen=True, slots=True)
class Reason:
    """``code`` is stable, ``text`` is the Chinese sentence made from ``data``."""

    code: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Saving:
    """Today's bill − candidate's, in fen a month; negative = costs more."""

    mean: int
    low: int
    high: int
    months: int
    worse_months: int
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One item of a decision; ``with_ids`` are packs that belong to it."""

    product_id: str
    title: str
    score: float
    reasons: tuple[Reason, ...]
    with_ids: tuple[str, ...] = ()
    saving: Saving | None = None
    bills: tuple[dict[str, Any], ...] = ()  # the candidate's bills: {month, lines: [...], total}


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A product that was not offered, and the code of the rule that says so."""

    product_id: str
    code: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of one request. ``missing`` names what must be asked first (then no items)."""

    decision_id: str
    customer_id: str
    line: Line
    channel: str
    at: datetime
    items: tuple[Suggestion, ...]
    suppressed: tuple[Suppressed, ...]
    versions: dict[str, str]
    request: dict[str, Any]
    missing: str | None = None
    note: str | None = None  # a sentence for the customer when nothing is offered
