"""What the true chances depend on: hidden causes and visible history, as numbers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from recsys.customers.population import Person
from recsys.events.event import Event

Circumstances = Mapping[str, float]
QUARTER = timedelta(days=90)
MUCH_OVER = 1000  # fen of overrun a month that count as 1
HEAVY = ("heavy", "video", "student")
SCREEN = ("video", "student")


def circumstances(person: Person, events: Sequence[Event], now: datetime) -> Circumstances:
    """Of a person with that history, as of ``now``; flags are 0 or 1. Models never see the hidden ones."""
    truth, age = person.truth, (now.date() - person.born).days // 365
    return {
        "inclination": truth.churn,
        "sensitivity": truth.price_sensitivity,
        "tolerance": truth.push_tolerance,
        "under": float(truth.misfit == "under"),
        "over": float(truth.misfit == "over"),
        "silent": float(truth.usage_type == "silent"),
        "heavy": float(truth.usage_type in HEAVY),
        "screen": float(truth.usage_type in SCREEN),
        "saver": float(truth.wealth_type == "saver"),
        "steady": float(truth.wealth_type == "steady"),
        "bold": float(truth.wealth_type == "bold"),
        "elder": float(age >= 60),
        "young": float(age < 35),
        "middle": float(40 <= age < 60),
        "family": float(person.household == "family"),
        "broadband": float(person.broadband is not None),
        "packs": float(len(person.packs)),
        "services": float(len(person.services)),
        "invested": float(bool(person.holdings)),
        "overrun": _overrun(events),
        "complaints": min(2.0, len(complaints(events, now))),
        **_contract(person, now),
        "maturing": float(_maturing(person, now)),
    }


def complaints(events: Sequence[Event], now: datetime) -> list[Event]:
    """Those of the last quarter."""
    return [event for event in events if event.type == "complaint.raised" and now - QUARTER < event.at <= now]


def _overrun(events: Sequence[Event]) -> float:
    months = [event.payload for event in events if event.type == "month.closed"][-3:]
    over = sum(int(month["over_data_fee"]) + int(month["over_voice_fee"]) for month in months)
    return min(3.0, over / max(1, len(months)) / MUCH_OVER)


def _contract(person: Person, now: datetime) -> dict[str, float]:
    left = (person.contract_until - now.date()) if person.contract_until else None
    return {
        "bound": float(left is not None and left > QUARTER),
        "ending": float(left is not None and timedelta(0) <= left <= QUARTER),
        "fresh": float((now.date() - person.plan_since).days < 365),
    }


def _maturing(person: Person, now: datetime) -> bool:
    dates = [holding.matures for holding in person.holdings if holding.matures]
    return any(timedelta(0) <= matures - now.date() <= QUARTER for matures in dates)
