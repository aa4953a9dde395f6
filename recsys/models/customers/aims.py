"""What is predicted of our own customers, and whether it happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

from recsys.events.event import Event

KINDS = {"mobile": "plan", "pack": "pack", "broadband": "broadband", "service": "service"}
NOT_A_PURCHASE = ("cancel", "redeem")


@dataclass(frozen=True, slots=True)
class Aim:
    """One yes-or-no question about the ``days`` after a day; ``key`` is the tag that holds the answer."""

    key: str
    title: str
    days: int
    event: str = "order.placed"
    kind: str = ""
    user: tuple[str, ...] = ()


@cache
def aims() -> tuple[Aim, ...]:
    """The content of aims.yml."""
    rows = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return tuple(Aim(**{**row, "user": tuple(row.get("user", ()))}) for row in rows)


def happened(aim: Aim, events: Iterable[Event], now: datetime) -> bool:
    """Whether it happened after ``now`` and within the days."""
    until = now + timedelta(days=aim.days)
    return any(event.type == aim.event and now < event.at <= until and _is(aim, event) for event in events)


def bought(event: Event) -> str:
    """The kind of product that an order is about, as in aims.yml."""
    line = str(event.payload.get("line"))
    return KINDS.get(line, str(event.payload.get("kind")))


def _is(aim: Aim, event: Event) -> bool:
    if not aim.kind:
        return True
    return event.payload.get("action") not in NOT_A_PURCHASE and bought(event) == aim.kind
