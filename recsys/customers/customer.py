"""Whom we know: one customer as a plain value."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

PHONE = r"^\+?\d{5,15}$"  # with the country's + or without

Level = Literal["C1", "C2", "C3", "C4", "C5"]


@dataclass(frozen=True, slots=True)
class MonthUsage:
    """What one customer used in a calendar month (``YYYY-MM``); minutes are rounded up per call."""

    month: str
    data_mb: int
    directed_mb: int = 0
    voice_min: int = 0
    sms: int = 0
    mms: int = 0
    wlan_min: int = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """Money in a wealth product; ``amount`` in fen."""

    product_id: str
    amount: int
    since: date
    matures: date | None = None


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """The latest questionnaire."""

    level: Level
    score: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Customer:
    """Everything decisions need; ``usage`` is oldest first."""

    id: str
    name: str
    phone: str  # stored whole, shown masked
    region: str  # ISO 3166-2, such as CN-GD
    born: date | None
    plan_id: str | None
    plan_since: date | None
    contract_until: date | None
    subscriptions: tuple[str, ...]  # packs, services and broadband held now
    usage: tuple[MonthUsage, ...]
    holdings: tuple[Holding, ...]
    risk: RiskAssessment | None
    story: str = ""

    def age_on(self, day: date) -> int | None:
        """Full years, or none when the birth date is unknown."""
        if self.born is None:
            return None
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))
