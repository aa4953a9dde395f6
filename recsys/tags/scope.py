"""What a rule looks at, and how long what it saw stays so if nothing happens.

Leaves that depend on the time note in ``ahead`` when their value changes next; so one evaluation gives a
value and the next moment at which it may be another one. What rules have in common is looked up once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from math import inf
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")  # where nothing else is said
NEVER = inf
YEARS = 2  # birthdays are looked for in this calendar year and so many after it
_EPOCH = datetime.fromtimestamp(0, UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = 86_400_000_000  # microseconds
DAYS_KNOWN = 20_000  # midnights remembered


@dataclass(slots=True, eq=False)
class Scope:
    """What a rule may look at; days are those of ``zone``, ``ahead`` is Unix time."""

    facts: Mapping[str, Any]
    payload: Mapping[str, Any]
    now: datetime
    zone: tzinfo = ZONE
    ahead: float = NEVER
    known: dict[str, Any] = field(default_factory=dict)  # expression → value, whatever the time
    timed: dict[str, tuple[Any, float]] = field(
        default_factory=dict
    )  # expression → value now, and until when
    last_year: int = 0  # no birthday after it is looked for
    _later: dict[float, "Scope"] = field(default_factory=dict)
    _micros: int | None = None  # ``now`` as microseconds since 1970
    _today: date | None = None

    @property
    def today(self) -> date:
        """The customer's day."""
        if self._today is None:
            self._today = self.now.astimezone(self.zone).date()
            self.last_year = self.last_year or self._today.year + YEARS
        return self._today

    def since(self, days: int) -> float:
        """Unix time so many days ago."""
        if self._micros is None:
            self._micros = (self.now - _EPOCH) // _MICROSECOND
        return (self._micros - days * _DAY) / 1_000_000

    def changes(self, at: float) -> None:
        """What was just looked at changes then."""
        if at < self.ahead:
            self.ahead = at

    def at(self, moment: float) -> "Scope":
        """The same at a later time, if nothing happens meanwhile."""
        found = self._later.get(moment)
        if found is None:
            now, last = datetime.fromtimestamp(moment, UTC), self.last_year or self.today.year + YEARS
            found = Scope(self.facts, self.payload, now, self.zone, NEVER, self.known, {}, last, self._later)
            self._later[moment] = found
        return found


@lru_cache(DAYS_KNOWN)
def midnight(day: date, zone: tzinfo) -> float:
    """Unix time at which the day begins there."""
    return datetime.combine(day, time(), zone).timestamp()
