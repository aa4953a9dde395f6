"""What a customer says about the pack they need, collected over turns."""

from collections.abc import Sequence
from typing import Any

from actions.items.refined import tariff_wish
from actions.message.correction import still_meant
from actions.message.cues import says
from actions.message.turn import Turn
from actions.message.values import days_of
from kb.catalogue.schema import Pack
from recsys.tariff.need import middle
from recsys.tariff.packs import PackNeed

BUY = "action_buy_pack"
_KINDS = ("night", "voice", "sms", "directed", "day")


def pack_need(turn: Turn, shown: Sequence[Pack]) -> dict[str, Any]:
    """Fields of PackNeed as known by now, JSON-ready; 「便宜点的」 is measured by the packs shown."""
    wish, known = tariff_wish(turn, shown), {}
    if turn.task == BUY and (wish or turn.question == "offer"):
        known = dict(turn.need)
    if wish and not known:
        known = {"kind": shown[0].kind}
    voice = turn.first("voice_minutes")
    said = {
        "kind": _kind(turn),
        "data_mb": turn.first("data_volume"),
        "voice_min": voice,
        "budget": turn.first("money"),
        "days": middle(days_of(turn.first("duration"))) or None,
        "renews": _renews(turn),
    }
    return known | {name: value for name, value in said.items() if value is not None} | wish


def as_need(known: dict[str, Any]) -> PackNeed:
    """The slot as the decision takes it."""
    lists: dict[str, Any] = {
        name: tuple(known[name]) for name in ("besides", "destinations") if name in known
    }
    return PackNeed(**(known | lists))


def _kind(turn: Turn) -> str | None:
    text = still_meant(turn.text)
    named = next((kind for kind in _KINDS if says(text, f"pack_{kind}")), None)
    if named is None and text != turn.text and says(text, "data_word"):
        return "data"
    return named or ("voice" if turn.first("voice_minutes") else None)


def _renews(turn: Turn) -> bool | None:
    if says(turn.text, "every_month"):
        return True
    return False if says(turn.text, "once_only") else None
