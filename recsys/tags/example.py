"""An example of every definition: what is known of somebody, and the value that the tag then has."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from recsys.events.event import Event

MOMENT = datetime(2026, 11, 18, 4, tzinfo=UTC)  # when all examples play: a Wednesday noon in Shanghai


class Said(BaseModel):
    """Something the customer asked, with entities by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intent: str
    entities: dict[str, Any] = {}


class Example(BaseModel):
    """``months`` are values by column, oldest first; ``happened`` days ago, by the name of what happened.

    ``said`` is for intents and statements. A model's or a hand-made tag needs nothing but ``gives``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: dict[str, Any] = {}
    months: dict[str, list[Any]] = {}
    risk: str | None = None
    consents: dict[str, bool] = {}
    services: dict[str, str] = {}  # <id>/since and <id>/ended
    holdings: tuple[dict[str, Any], ...] = ()
    happened: dict[str, list[float]] = {}
    channels: dict[str, int] = {}
    kinds: dict[str, int] = {}
    open: dict[str, int] = {}
    said: tuple[Said, ...] = ()
    gives: Any = Field()

    @property
    def facts(self) -> Mapping[str, Any]:
        """As the fold would remember them."""
        return {
            "profile": self.profile,
            "months": self._months(),
            "risk": {"level": self.risk},
            "consents": self.consents,
            "services": self.services,
            "holdings": {f"p{n}": _holding(one) for n, one in enumerate(self.holdings)},
            "times": {name: [_ago(days) for days in reversed(past)] for name, past in self.happened.items()},
            "channels": self.channels,
            "kinds": self.kinds,
            "open": {kind: [str(n) for n in range(count)] for kind, count in self.open.items()},
        }

    def events(self) -> list[Event]:
        """What was said, as events."""
        return [
            Event(
                "intent.recognised",
                "example",
                MOMENT,
                "wechat",
                "customer",
                {"intent": one.intent, "confidence": 1.0, "entities": _entities(one.entities)},
            )
            for one in self.said
        ]

    def _months(self) -> list[dict[str, Any]]:
        count = max(map(len, self.months.values()), default=0)
        return [
            {"month": f"2026-{11 - count + n:02d}"}
            | {name: values[n] for name, values in self.months.items() if n < len(values)}
            for n in range(count)
        ]


def _holding(one: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "deposit", "risk": "R1", "amount": 0, "matures": None} | one


def _ago(days: float) -> float:
    return (MOMENT - timedelta(days=days)).timestamp()


def _entities(named: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"entity": name, "value": value} for name, value in named.items()]
