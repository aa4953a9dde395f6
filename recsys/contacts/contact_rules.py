"""The rules of proactive contact, in the order in which they are asked; each gives a reason code."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kb.catalogue.schema import Item, WealthProduct
from recsys.contacts.consent import agreed
from recsys.contacts.relation import MONTH, Reach, Relation
from recsys.service.ticket import OPEN
from recsys.settings import ContactLimits

CALLS = ("hotline",)
MARKETING = "marketing"
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wish:
    """A contact that somebody would like to make; ``local`` is ``now`` on the customer's own clock."""

    channel: str
    purpose: str
    now: datetime
    local: datetime
    product_id: str | None = None
    item: Item | None = None  # the product, while it is in the catalogue

    @property
    def day(self) -> date:
        """The customer's own."""
        return self.local.date()


def refusal(relation: Relation, reach: Reach, limits: ContactLimits, wish: Wish) -> str | None:
    """The code of the first rule against going to somebody, or none."""
    return (
        _consent(relation, wish)
        or _hours(limits, wish)
        or _trouble(relation, limits, wish)
        or _first_contact(relation, limits, wish)
        or _ordered(reach, wish)
        or _suited(wish)
        or _caps(reach, limits, wish)
        or _wechat(reach, limits, wish)
    )


def unwelcome(relation: Relation, limits: ContactLimits, wish: Wish) -> str | None:
    """Why nothing may be offered to somebody who talks to us; hours and caps are about being approached."""
    return (
        _refused(relation, wish) or _trouble(relation, limits, wish) or _first_contact(relation, limits, wish)
    )


def _refused(relation: Relation, wish: Wish) -> str | None:
    """Who never said anything may be told of an offer here; who said no may not."""
    code = _consent(relation, wish)
    return code if code == "opted_out" else None


def _consent(relation: Relation, wish: Wish) -> str | None:
    if agreed(relation.said, wish.channel, wish.purpose):
        return None
    spoke = any(one.is_about(wish.channel, wish.purpose) for one in relation.said)
    return "opted_out" if spoke else "no_consent"


def _hours(limits: ContactLimits, wish: Wish) -> str | None:
    return None if limits.opens <= wish.local.time() < limits.closes else "quiet_hours"


def _trouble(relation: Relation, limits: ContactLimits, wish: Wish) -> str | None:
    """Nothing while a complaint, dispute or fault is open, and some days after."""
    running = next((one for one in relation.troubles if one.state in OPEN), None)
    if running is not None:
        return f"open_{running.kind}"
    recent = wish.now - timedelta(days=limits.quiet_days_after_trouble)
    settled = any(one.resolved_at is not None and one.resolved_at > recent for one in relation.troubles)
    return "recent_trouble" if settled else None


def _first_contact(relation: Relation, limits: ContactLimits, wish: Wish) -> str | None:
    """Trust first: who has just come to us for the first time is served, not sold to."""
    if relation.began is None:
        return None
    fresh = wish.now - relation.began < timedelta(hours=limits.first_contact_hours)
    return "first_contact" if fresh else None


def _ordered(reach: Reach, wish: Wish) -> str | None:
    """What somebody holds or has just ordered is not advertised to them."""
    return "already_ordered" if wish.product_id in reach.held else None


def _suited(wish: Wish) -> str | None:
    """Leveraged, private, unrated or >R3 products are never pushed."""
    item = wish.item
    if not isinstance(item, WealthProduct):
        return None
    ratings = [risk for risk in (item.risk, item.issuer_risk) if risk]
    bad = item.leveraged or item.private or item.risk is None or max(ratings, default="R5") > "R3"
    return "not_for_push" if bad else None


def _caps(reach: Reach, limits: ContactLimits, wish: Wish) -> str | None:
    """Counted over all channels; a week is the last 7 days, a month the last 31, both with today."""
    if wish.channel in CALLS:
        calls = sum(slot.channel in CALLS and slot.day > wish.day - MONTH for slot in reach.slots)
        if calls >= limits.calls_per_month:
            return "call_cap"
    if wish.purpose != MARKETING:
        return None
    days = [slot.day for slot in reach.slots if slot.purpose == MARKETING]
    if days.count(wish.day) >= limits.per_day:
        return "day_cap"
    return "week_cap" if sum(day > wish.day - WEEK for day in days) >= limits.per_week else None


def _wechat(reach: Reach, limits: ContactLimits, wish: Wish) -> str | None:
    """WeChat lets us write within 48 h of the customer's own message, five times."""
    if wish.channel != "wechat":
        return None
    last = reach.wrote
    if last is None or wish.now - last > timedelta(hours=limits.wechat_hours):
        return "wechat_window"
    sent = sum(slot.channel == "wechat" and slot.at >= last for slot in reach.slots)
    return "wechat_limit" if sent >= limits.wechat_messages else None
