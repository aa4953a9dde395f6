"""What a billed month tells the tags: the payload of ``month.closed``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kb.catalogue.schema import Pack, Plan
from recsys.customers.customer import MonthUsage

OVER = {"data": "data", "data_cap": "data", "voice": "voice", "sms": "messages", "mms": "messages"}


def closed_month(
    plan: Plan, packs: Sequence[Pack], used: MonthUsage, lines: Iterable[Mapping[str, Any]], total: int
) -> dict[str, Any]:
    """Use, allowances and charges of the month; fen, MB and minutes. ``lines`` are those of its bill."""
    over = dict.fromkeys(("data", "voice", "messages"), 0)
    for line in lines:
        if line["rule"] in OVER:
            over[OVER[line["rule"]]] += line["amount"]
    return {
        "month": used.month,
        "data_mb": used.data_mb,
        "directed_mb": used.directed_mb,
        "voice_min": used.voice_min,
        "sms": used.sms,
        "allowed_mb": plan.allowance.data_mb + sum(pack.allowance.data_mb for pack in packs),
        "allowed_min": plan.allowance.voice_min,
        "fee": plan.fee,
        "over_data_fee": over["data"],
        "over_voice_fee": over["voice"],
        "over_message_fee": over["messages"],
        "total": total,
        "packs": len(packs),
    }
