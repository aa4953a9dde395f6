"""What 「还有别的吗」「便宜点的」「流量多点的」 ask for, measured by what was shown last."""

from collections.abc import Sequence
from typing import Any

from actions.message.cues import says
from actions.message.turn import Turn
from kb.catalogue.schema import Pack, Tariff, WealthProduct
from recsys.wealth.suitability import product_risk
from recsys.wealth.wealth_choice import middle_rate

_STEADY = 2


def seen(turn: Turn) -> list[str]:
    """Everything shown since the first suggestion, when others are wanted."""
    before = (turn.pending or {}).get("seen", ())
    return list(dict.fromkeys([*before, *turn.focus])) if says(turn.text, "more") else []


def tariff_wish(turn: Turn, shown: Sequence[Tariff]) -> dict[str, Any]:
    """Fields of TariffNeed or PackNeed, none when the message does not measure by what was shown."""
    if not shown or turn.first("money", "data_volume", "voice_minutes"):
        return {}
    if says(turn.text, "more"):
        return {"besides": seen(turn)}
    if says(turn.text, "cheaper_than"):
        return {"budget": {"max": min(one.fee for one in shown) - 1}}
    if not says(turn.text, "bigger_than"):
        return {}
    minutes = max(one.allowance.voice_min for one in shown)
    if says(turn.text, "voice") or (isinstance(shown[0], Pack) and shown[0].kind == "voice"):
        return {"voice_min": {"min": minutes + 1}}
    return {"data_mb": {"min": max(one.allowance.data_mb for one in shown) + 1}}


def wealth_wish(turn: Turn, shown: Sequence[WealthProduct]) -> dict[str, Any]:
    """Fields of WealthNeed: other ones, a higher rate, less risk, a shorter term, a smaller minimum."""
    if not shown:
        return {}
    terms = [one.term_days for one in shown if one.term_days]
    wishes: dict[str, Any] = {
        "more": {"besides": seen(turn)},
        "richer": {"rate_above": max(middle_rate(one) for one in shown)},
        "safer": {"steady": True, "besides": [one.id for one in shown if (product_risk(one) or 0) > _STEADY]},
        "sooner": {"term_days": max(min(terms) - 1, 1)} if terms else {},
        "longer": {"term_days": {"min": max(terms) + 1}} if terms else {},
        "smaller": {"amount": max(min(one.min_amount for one in shown) - 1, 1)},
    }
    return next((wish for cue, wish in wishes.items() if says(turn.text, cue)), {})
