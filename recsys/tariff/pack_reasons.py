"""Why a pack: sentences from its allowance, what is missing this month, and what that would cost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.catalogue.schema import Pack, Tier
from recsys.offer.decision import Reason
from recsys.offer.wording import reason, shown, volume
from recsys.tariff.bill import tier_blocks
from recsys.tariff.pack_case import PackCase
from recsys.tariff.places import place_name
from recsys.tariff.roaming import RoamingOption


@dataclass(frozen=True, slots=True)
class Amount:
    """What a pack should bring: MB, minutes or messages; ``asked`` = the customer named it.

    ``tiers`` are the prices that the missing data would cost this month without a pack.
    """

    least: int
    asked: bool
    tiers: tuple[Tier, ...] = ()


def reasons_of(pack: Pack, case: PackCase, amount: Amount) -> tuple[Reason, ...]:
    """Price first, then what it is good for, then how long."""
    return tuple(_reasons(pack, case, amount))


def roaming_reasons(option: RoamingOption, places: Sequence[str], days: int) -> tuple[Reason, ...]:
    """Where, how long, how much."""
    pack = option.pack
    names = [place_name(place) for place in places]
    covered = min(days, option.count * pack.valid_days) if days else pack.valid_days
    return (
        reason("pack_roaming", places=names, days=covered, count=option.count, total_fen=option.total),
        reason("pack_price", fee_fen=pack.fee, brings=contents(pack)),
    )


def contents(pack: Pack) -> str:
    """What a pack holds, in words."""
    held = pack.allowance
    parts = [
        (held.data_mb, f"{volume(held.data_mb)}流量"),
        (held.directed.data_mb, f"{volume(held.directed.data_mb)}定向流量"),
        (held.voice_min, f"{held.voice_min}分钟通话"),
        (held.sms, f"{held.sms}条短信"),
        (held.mms, f"{held.mms}条彩信"),
    ]
    return shown("parts", [text for amount, text in parts if amount])


def _reasons(pack: Pack, case: PackCase, amount: Amount) -> Iterator[Reason]:
    yield reason("pack_price", fee_fen=pack.fee, brings=contents(pack))
    if case.need.wanted == "data" and amount.least:
        yield _data_reason(pack, amount)
    if pack.kind == "directed":
        yield reason("pack_apps", apps=list(pack.allowance.directed.apps))
    if pack.kind == "night" and {"from_hour", "to_hour"} <= pack.attributes.keys():
        yield reason("pack_night", **{name: pack.attributes[name] for name in ("from_hour", "to_hour")})
    saved = _overage_avoided(pack, amount) - pack.fee
    if saved > 0:
        yield reason("pack_cheaper_than_overage", saved_fen=saved)
    yield _validity(pack)


def _data_reason(pack: Pack, amount: Amount) -> Reason:
    held = pack.allowance.data_mb
    if held < amount.least:
        return reason("pack_part", brings_mb=held)
    if amount.asked:
        return reason("pack_asked", brings_mb=held, asked_mb=amount.least)
    return reason("pack_covers", short_mb=amount.least, brings_mb=held)


def _overage_avoided(pack: Pack, amount: Amount) -> int:
    """What the plan would charge for the data that the pack serves instead (fen)."""
    left = max(0, amount.least - pack.allowance.data_mb)
    whole, rest = (
        sum(blocks * tier.price for tier, blocks in tier_blocks(amount.tiers, mb))
        for mb in (amount.least, left)
    )
    return whole - rest


def _validity(pack: Pack) -> Reason:
    if pack.renews:
        return reason("pack_monthly")
    return reason("pack_once") if pack.valid_days >= 28 else reason("pack_days", days=pack.valid_days)
