"""What became of offers that were shown: pure functions of a customer's events, in whatever order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from recsys.events.event import Event
from recsys.models.customers.aims import NOT_A_PURCHASE
from recsys.ranking.past import SHOWN
from recsys.ranking.sums import Shown
from recsys.ranking.table import PPM

ACCEPTED, ORDERED = "recommendation.accepted", "order.placed"
TYPES = (SHOWN, ACCEPTED, ORDERED)
Body = Mapping[str, Any]  # of a logged decision: {"decision": …, "snapshot": …}


@dataclass(frozen=True, slots=True)
class Showing:
    """One offer of one decision, before its answer is known."""

    decision_id: str
    at: datetime
    offer: Shown


def outcomes(events: Iterable[Event], bodies: Mapping[str, Body]) -> list[Shown]:
    """Every offer that the customer saw, and whether they took it; ``bodies`` by decision.

    An acceptance names its decision. An order answers the last showing of its product within the days of
    the decision's table. What has no answer (yet) was not taken; an answer that comes later puts it right.
    """
    known = sorted(events, key=lambda event: (event.at, event.id))
    shown = [one for event in known if event.type == SHOWN for one in showings(event, bodies)]
    taken = {
        (event.payload.get("decision_id"), event.payload.get("product_id"))
        for event in known
        if _accepts(event)
    }
    taken |= {key for event in known if _orders(event) for key in _answered(event, shown, taken, bodies)}
    return [
        Shown(
            one.offer.product_id,
            one.offer.context,
            one.offer.expected_ppm,
            (one.decision_id, one.offer.product_id) in taken,
        )
        for one in shown
    ]


def showings(event: Event, bodies: Mapping[str, Body]) -> Iterator[Showing]:
    """The offers of a decision, each with the chance that was believed in its place."""
    decision_id = str(event.payload.get("decision_id"))
    if event.payload.get("line") != "offer" or decision_id not in bodies:
        return
    snapshot, items = bodies[decision_id]["snapshot"], bodies[decision_id]["decision"]["items"]
    examined, flags = snapshot["table"]["examined"], tuple(snapshot["context"])
    for place, item in enumerate(items):
        chance = next(reason for reason in item["reasons"] if reason["code"] == "offer_chance")
        looked_at = examined[min(place, len(examined) - 1)]
        expected = max(1, chance["data"]["believed_ppm"] * looked_at // PPM)
        yield Showing(decision_id, event.at, Shown(item["product_id"], flags, expected, False))


def _answered(
    order: Event, shown: Sequence[Showing], taken: set[tuple[Any, Any]], bodies: Mapping[str, Body]
) -> Iterator[tuple[str, str]]:
    """The last showing before an order, unless that or a later one was answered already."""
    product = order.payload.get("product_id")
    before = [one for one in shown if one.offer.product_id == product and one.at <= order.at]
    if not before:
        return
    last = before[-1]
    days = bodies[last.decision_id]["snapshot"]["table"]["learn"]["answer_days"]
    answered = any((one.decision_id, product) in taken for one in before)
    if order.at - last.at <= timedelta(days=days) and not answered:
        yield last.decision_id, last.offer.product_id


def _accepts(event: Event) -> bool:
    return event.type == ACCEPTED


def _orders(event: Event) -> bool:
    return event.type == ORDERED and event.payload.get("action") not in NOT_A_PURCHASE
