"""Choose packs for one case: pure, so that a logged case gives the same decision again."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Pack
from recsys.offer.case import decided
from recsys.offer.decision import Decision, Reason, Suggestion, Suppressed
from recsys.offer.wording import sentence
from recsys.tariff.need import floor_of_budget, least, middle, most
from recsys.tariff.pack_case import PackCase, eligible_packs
from recsys.tariff.pack_reasons import Amount, reasons_of, roaming_reasons
from recsys.tariff.roaming import RoamingOption, quote_roaming
from recsys.tariff.today import today_of
from recsys.tariff.usage import UsageNow, shortage, usage_on

RULES_VERSION = "1"


def decide_pack(case: PackCase, catalogue: Catalogue) -> Decision:
    """The best packs for the case with reasons, and a code for every other of their kind."""
    packs, suppressed = eligible_packs(case, catalogue)
    if case.need.wanted == "roaming":
        return _roaming(case, catalogue, packs, suppressed)
    now = usage_on(case.customer, catalogue, case.day)
    amount = _amount(case, catalogue, now)
    affordable, dear = _within_budget(case, packs)
    ranked = sorted(affordable, key=lambda pack: _rank(pack, case, amount))
    chosen, rest = ranked[: case.k], ranked[case.k :]
    suppressed += [Suppressed(pack.id, "over_budget") for pack in dear]
    suppressed += [Suppressed(pack.id, "ranked_below") for pack in rest]
    items = tuple(_suggestion(pack, reasons_of(pack, case, amount)) for pack in chosen)
    return _decision(
        case, catalogue, items=items, suppressed=suppressed, note=_note(case, items, now, amount)
    )


def brings(pack: Pack, kind: str) -> int:
    """MB, minutes or messages of the kind that is asked for."""
    if kind in ("voice", "sms"):
        return pack.allowance.voice_min if kind == "voice" else pack.allowance.sms
    return pack.allowance.directed.data_mb if kind == "directed" else pack.allowance.data_mb


def _amount(case: PackCase, catalogue: Catalogue, now: UsageNow | None) -> Amount:
    stated = case.need.voice_min if case.need.wanted == "voice" else case.need.data_mb
    if stated is not None:
        return Amount(least(stated), asked=True)
    if case.need.wanted != "data":
        return Amount(0, asked=False)
    today = today_of(case.customer, catalogue, case.day)
    short = max(0, shortage(now, today.metered if today else (), case.day) or 0)
    plan = catalogue.plans.get(case.customer.plan_id or "")
    return Amount(short, asked=False, tiers=plan.overage.data if plan and now and now.current else ())


def _within_budget(case: PackCase, packs: Sequence[Pack]) -> tuple[list[Pack], list[Pack]]:
    low, high = floor_of_budget(case.need.budget), most(case.need.budget)
    inside = [pack for pack in packs if low <= pack.fee and (high is None or pack.fee <= high)]
    return inside, [pack for pack in packs if pack not in inside]


def _rank(pack: Pack, case: PackCase, amount: Amount) -> tuple[Any, ...]:
    """Nearest to a named price; else what covers the amount, cheapest first; else the largest."""
    volume = brings(pack, case.need.wanted)
    if isinstance(case.need.budget, int) or "approx" in (case.need.budget or {}):
        return (abs(pack.fee - middle(case.need.budget)), -volume, pack.id)
    covers = volume >= amount.least
    return (not covers, pack.fee if covers else -volume, -volume, pack.id)


def _suggestion(pack: Pack, reasons: tuple[Reason, ...]) -> Suggestion:
    return Suggestion(pack.id, pack.title, float(-pack.fee), reasons)


def _note(case: PackCase, items: Sequence[Suggestion], now: UsageNow | None, amount: Amount) -> str | None:
    if not items:
        return sentence("no_pack", {})
    enough = now is not None and now.current and not amount.asked and not amount.least
    if now is None or not enough or case.need.wanted != "data":
        return None
    return sentence("pack_left", {"left_mb": now.data.left})


def _roaming(
    case: PackCase, catalogue: Catalogue, packs: Sequence[Pack], suppressed: list[Suppressed]
) -> Decision:
    """Options of all quotes; without places or days these are asked first."""
    if not case.need.destinations or case.need.days is None:
        missing = "destination" if not case.need.destinations else "days"
        return _decision(case, catalogue, missing=missing)
    quotes = quote_roaming(packs, case.need.destinations, case.need.days)
    offered = [(quote.destinations, option) for quote in quotes for option in quote.options[: case.k]]
    items = tuple(_roaming_item(option, places, case.need.days) for places, option in offered)
    chosen = {item.product_id for item in items}
    for pack in packs:
        if pack.id not in chosen:
            here = set(pack.destinations) & set(case.need.destinations)
            suppressed.append(Suppressed(pack.id, "ranked_below" if here else "destination"))
    return _decision(
        case, catalogue, items=items, suppressed=suppressed, note=None if items else sentence("no_pack", {})
    )


def _roaming_item(option: RoamingOption, places: Sequence[str], days: int) -> Suggestion:
    why = roaming_reasons(option, places, days)
    return Suggestion(option.pack.id, option.pack.title, float(-option.total), why)


def _decision(case: PackCase, catalogue: Catalogue, **outcome: Any) -> Decision:
    """``outcome``: items, suppressed, missing, note."""
    need = {field.name: getattr(case.need, field.name) for field in fields(case.need)}
    said = {name: value for name, value in need.items() if value not in (None, ())}
    return decided(case, catalogue, "pack", need=said, rules=RULES_VERSION, **outcome)
