"""How made-up people use their value-added services, and what they have given up."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from kb.catalogue.catalogue import Catalogue
from recsys.customers.population.choice import plain_services
from recsys.customers.population.person import Person

Happening = tuple[str, datetime, str, dict[str, Any]]
USED_DAYS, MOST_USES = 60, 7
GAVE_UP, LEFT_BANK, REFERS = 0.15, 0.06, 0.04  # how many gave a service up, took their money, brought others


def service_life(
    catalogue: Catalogue, person: Person, seed: int, begin: datetime, now: datetime
) -> Iterator[Happening]:
    """Nothing that is known of the person depends on this; ``begin`` is when our memory begins."""
    rng = Random(f"{seed}/{person.id}/services")
    for service in person.services:
        yield "service.opened", begin, "system", _on(service, person.plan_since)
        for _ in range(rng.choice((0, 0, 1, 2, 3, 5, MOST_USES))):
            yield "service.used", _lately(rng, now, 1, USED_DAYS), "system", {"product_id": service}
    if rng.random() < GAVE_UP:
        former = rng.choice([one for one in plain_services(catalogue) if one not in person.services])
        end = _lately(rng, now, 5, 170)
        yield "service.opened", begin, "system", _on(former, person.plan_since)
        yield "service.closed", end, "system", _on(former, end.date())
    if not person.holdings and rng.random() < LEFT_BANK:
        yield from _left_bank(catalogue, rng, now)
    if rng.random() < REFERS:
        yield "referral.made", _lately(rng, now, 5, 170), "app", {}


def _left_bank(catalogue: Catalogue, rng: Random, now: datetime) -> Iterator[Happening]:
    """Money that was here and is no longer."""
    item = rng.choice([one for one in catalogue.wealth.values() if one.kind in ("deposit", "cash")])
    about = {"product_id": item.id, "kind": item.kind, "risk": item.risk, "matures": None}
    yield "holding.opened", _lately(rng, now, 120, 170), "app", {**about, "amount": 1_000_000}
    yield "holding.changed", _lately(rng, now, 5, 110), "app", {**about, "amount": 0}


def _on(service: str, day: date) -> dict[str, Any]:
    return {"product_id": service, "effective_on": day.isoformat()}


def _lately(rng: Random, now: datetime, low: int, high: int) -> datetime:
    """In the daytime of Shanghai."""
    day = (now - timedelta(days=rng.randint(low, high))).date()
    return datetime.combine(day, time(), UTC) + timedelta(minutes=rng.randint(0, 13 * 60))
