"""The chance that a running complaint goes further, told to the tags as the conversation goes. Pure.

It is the gravest of the customer's latest messages; told when it is high enough and has moved, and taken back
when they have calmed down. The end of the complaint takes it back as well: the tag's own definition says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from recsys.service.escalation import LATEST, Escalation, tag_from, tag_step
from recsys.service.escalation_model import escalation_model

KEY = "complaint_escalation_risk"


@dataclass(frozen=True, slots=True)
class Risk:
    """``chances`` of the latest messages, oldest first; ``told`` is what the tags know, 0 for nothing."""

    chances: tuple[float, ...] = ()
    told: float = 0.0

    @property
    def value(self) -> float:
        """The gravest of the latest messages."""
        return max(self.chances, default=0.0)

    @classmethod
    def read(cls, text: str) -> "Risk":
        """The inverse of ``written``."""
        told, *chances = map(float, text.split() or ["0"])
        return cls(tuple(chances), told)

    @property
    def written(self) -> str:
        """As a field of the conversation."""
        return " ".join(f"{one:.2f}" for one in (self.told, *self.chances))


def heard(risk: Risk, judged: Escalation) -> tuple[Risk, str | None]:
    """After one more message: what is remembered, and ``tag.set``, ``tag.cleared`` or nothing to publish."""
    chances = (*risk.chances, round(judged.chance, 2))[-LATEST:]
    now = Risk(chances, risk.told)
    if now.value >= tag_from() and abs(now.value - risk.told) >= tag_step():
        return Risk(chances, now.value), "tag.set"
    if now.value < tag_from() and risk.told:
        return Risk(chances), "tag.cleared"
    return now, None


def payload(kind: str, value: float, signs: Sequence[str]) -> dict[str, object]:
    """Of the event."""
    if kind == "tag.cleared":
        return {"key": KEY}
    return {"key": KEY, "value": value, "model": escalation_model().version, "reasons": list(signs)}
