"""Value-added services of made-up people: since when they are held, how used, which were given up."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from kb.catalogue.catalogue import Catalogue
from recsys.customers.population.choice import plain_services
from recsys.customers.population.person import Person

Happening = tuple[str, datetime, str, dict[str, Any]]
USED_DAYS, MOST_USES = 60, 7
GAVE_UP, REFERS = 0.15, 0.04  # how many have given a service up lately, or brought somebody


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
    if rng.random() < REFERS:
        yield "referral.made", _lately(rng, now, 5, 170), "app", {}


def _on(service: str, day: date) -> dict[str, Any]:
    return {"product_id": service, "effective_on": day.isoformat()}


def _lately(rng: Random, now: datetime, low: int, high: int) -> datetime:
    """In the daytime of Shanghai."""
    day = (now - timedelta(days=rng.randint(low, high))).date()
    return datetime.combine(day, time(), UTC) + timedelta(minutes=rng.randint(0, 13 * 60))
