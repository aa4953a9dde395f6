"""What a customer says they need, in the value shapes of the entities."""

from dataclasses import dataclass
from typing import Literal

from recsys.tariff.search import Need

Value = int | dict[str, int]  # 30, {"approx": 30}, {"min": 20}, {"max": 50}, {"min": 20, "max": 50}
APPROX_DATA, APPROX_BUDGET = (90, 120), (80, 115)  # percent below and above that 左右 allows


@dataclass(frozen=True, slots=True)
class TariffNeed:
    """All optional; ``budget`` is fen a month, ``for_person`` self, parent, child, spouse or other."""

    data_mb: Value | None = None
    voice_min: Value | None = None
    budget: Value | None = None
    for_person: str | None = None
    kind: Literal["cheaper", "bigger"] | None = None
    unsure: bool = False  # asked for the usage, they do not know it: a typical one counts
    besides: tuple[str, ...] = ()  # ids they have seen; others are wanted

    @property
    def person(self) -> str:
        """Whom it is for."""
        return self.for_person or "self"

    @property
    def stated(self) -> bool:
        """Whether a figure was named that a suggestion can bring."""
        return any(value is not None for value in (self.data_mb, self.voice_min, self.budget))

    @property
    def asks(self) -> bool:
        """Whether something is asked for that may cost more than today."""
        return (self.stated or self.kind == "bigger") and self.kind != "cheaper"

    def wanted(self) -> Need:
        """What a candidate must hold."""
        return Need(
            data_mb=least(self.data_mb),
            voice_min=least(self.voice_min),
            budget=most(self.budget),
        )


def least(value: Value | None, approx: int = APPROX_DATA[0]) -> int:
    """The least that satisfies an amount; 0 when none is asked."""
    if value is None:
        return 0
    if isinstance(value, int):
        return value
    if "approx" in value:
        return value["approx"] * approx // 100
    return value.get("min", 0)


def most(value: Value | None, approx: int = APPROX_BUDGET[1]) -> int | None:
    """The most that a budget allows; a plain number is a limit."""
    if value is None or isinstance(value, int):
        return value
    if "approx" in value:
        return value["approx"] * approx // 100
    return value.get("max")


def floor_of_budget(value: Value | None) -> int:
    """Whoever says 80左右 or 100以上 does not want the smallest plan."""
    return 0 if isinstance(value, int) else least(value, APPROX_BUDGET[0])


def middle(value: Value | None) -> int:
    """One figure to calculate with; 0 when none is said."""
    if value is None:
        return 0
    if isinstance(value, int):
        return value
    if "approx" in value:
        return value["approx"]
    return (value.get("min", value.get("max", 0)) + value.get("max", value.get("min", 0))) // 2
