"""What is known of a customer as of a day, as one row: from folded facts and contacts, nothing else.

Amounts of money held are left out: they are sensitive and need a consent of their own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from recsys.contacts.contact import Contact
from recsys.models.customers.recent import contact_features

Row = dict[str, float | str]
UNKNOWN = float("nan")
MEANS = (
    "data_mb",
    "directed_mb",
    "voice_min",
    "over_data_fee",
    "over_voice_fee",
    "over_message_fee",
    "total",
    "night_percent",
)
WEALTH = ("deposit", "cash", "fixed_income", "mixed", "equity", "gold", "pension", "insurance")


def features(facts: Mapping[str, Any], contacts: Sequence[Contact], now: datetime) -> Row:
    """One row; numbers are NaN and words "" where nothing is known. Only what lies before ``now`` counts."""
    earlier = [contact for contact in contacts if contact.at <= now]
    return (
        _person(facts.get("profile", {}), now.date())
        | _months(facts.get("months", []))
        | _money(facts, now.date())
        | _consents(facts.get("consents", {}))
        | contact_features(earlier, now)
    )


def _person(profile: Mapping[str, Any], day: date) -> Row:
    words: Row = {
        name: profile.get(name) or "" for name in ("gender", "region", "job", "household", "network")
    }
    return words | {
        "age": _days(profile.get("born"), day) / 365.25,
        "joined_months": _days(profile.get("joined"), day) / 30.4375,
        "plan_months": _days(profile.get("plan_since"), day) / 30.4375,
        "contract_days": max(0.0, -_days(profile["contract_until"], day))
        if profile.get("contract_until")
        else 0,
        "broadband": float(bool(profile.get("broadband"))),
        "plan_fee": float(profile.get("plan_fee") or UNKNOWN),
        "plan_on_sale": float(bool(profile.get("plan_on_sale"))),
    }


def _days(iso: str | None, day: date) -> float:
    """From that date until the day; NaN when unknown."""
    return float((day - date.fromisoformat(iso)).days) if iso else UNKNOWN


def _months(months: Sequence[Mapping[str, Any]]) -> Row:
    """Means of the last three closed months, their change against those before, and the extremes of six."""
    last, former = months[-3:], months[:-3]
    row: Row = {name: _mean(last, name) for name in MEANS}
    for name in ("data_mb", "voice_min", "total"):
        before = _mean(former, name)
        row[f"{name}_change"] = _mean(last, name) / before if before else UNKNOWN
    allowed = {"data": ("data_mb", "allowed_mb"), "voice": ("voice_min", "allowed_min")}
    for name, (used, given) in allowed.items():
        row[f"{name}_share"] = _mean(last, used) / _mean(last, given) if _mean(last, given) else UNKNOWN
    over = [month["over_data_fee"] + month["over_voice_fee"] for month in months]
    newest = months[-1] if months else {}
    return row | {
        "months_over": float(sum(amount > 0 for amount in over)),
        "packs": float(newest.get("packs", 0)),
        "services": float(newest.get("services", 0)),
        "roamed": float(bool(newest.get("roamed"))),
    }


def _mean(months: Sequence[Mapping[str, Any]], name: str) -> float:
    return sum(month.get(name, 0) for month in months) / len(months) if months else UNKNOWN


def _money(facts: Mapping[str, Any], day: date) -> Row:
    held = list(facts.get("holdings", {}).values())
    kinds = Counter(item["kind"] for item in held)
    ends = [-_days(item["matures"], day) for item in held if item.get("matures")]
    soonest = min((days for days in ends if days >= 0), default=UNKNOWN)
    row: Row = {f"holds_{kind}": float(kinds[kind]) for kind in WEALTH}
    level = facts.get("risk", {}).get("level")
    return row | {"matures_days": soonest, "risk_level": level or ""}


def _consents(consents: Mapping[str, bool]) -> Row:
    return {
        f"allows_{channel}": float(consents.get(f"{channel}/marketing", False))
        for channel in ("wechat", "app", "sms", "hotline")
    }
