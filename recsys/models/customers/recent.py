"""What the contacts of the last half year say about a customer."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from recsys.contacts.contact import Contact

CHANNELS = ("wechat", "app", "hotline", "hall")
HALF_YEAR, QUARTER = timedelta(days=180), timedelta(days=90)
ASKED = {
    "asked_plan": "套餐",
    "asked_pack": "流量包",
    "asked_broadband": "宽带",
    "asked_wealth": "理财",
    "asked_deposit": "存款",
}
YES, NO = "接受", "拒绝"


def contact_features(contacts: Sequence[Contact], now: datetime) -> dict[str, float | str]:
    """Counts over half a year (complaints also over a quarter), and the days since the last contact."""
    recent = [contact for contact in contacts if now - HALF_YEAR < contact.at]
    kinds = Counter(contact.kind for contact in recent)
    offers = Counter(contact.result for contact in recent if contact.kind == "营销接触")
    used = Counter(contact.channel for contact in recent)
    asked = Counter(contact.business_type for contact in recent if contact.kind == "咨询")
    last = max((contact.at for contact in recent), default=None)
    row: dict[str, float | str] = {
        "contacts": float(len(recent)),
        "queries": float(kinds["业务查询"]),
        "complaints": float(kinds["投诉"]),
        "complaints_quarter": float(
            sum(contact.kind == "投诉" and now - QUARTER < contact.at for contact in recent)
        ),
        "offers": float(kinds["营销接触"]),
        "offers_accepted": float(offers[YES]),
        "offers_refused": float(offers[NO]),
        "days_since_contact": (now - last).days if last else float("nan"),
    }
    row |= {f"via_{channel}": float(used[channel]) for channel in CHANNELS}
    return row | {name: float(asked[business]) for name, business in ASKED.items()}
