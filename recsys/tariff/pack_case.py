"""One request for a pack: everything its decision depends on."""

from dataclasses import dataclass
from typing import Literal

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Pack
from recsys.offer.case import Case
from recsys.offer.decision import Suppressed
from recsys.offer.eligibility import rejection
from recsys.offer.standing import standing
from recsys.tariff.need import Value

Kind = Literal["data", "directed", "night", "day", "roaming", "voice", "sms"]


@dataclass(frozen=True, slots=True)
class PackNeed:
    """All optional; ``budget`` is the fen of one pack, ``days`` alone asks for a day pack."""

    kind: Kind | None = None  # none = data
    data_mb: Value | None = None
    voice_min: Value | None = None
    budget: Value | None = None
    app: str | None = None
    destinations: tuple[str, ...] = ()
    days: int | None = None
    renews: bool | None = None  # true = every month, false = once
    besides: tuple[str, ...] = ()  # ids they have seen; others are wanted

    @property
    def wanted(self) -> Kind:
        """The kind of pack that is asked for."""
        if self.destinations:
            return "roaming"
        if self.app:
            return "directed"
        if self.days is not None and self.kind is None:
            return "day"
        return self.kind or ("voice" if self.voice_min is not None and self.data_mb is None else "data")


@dataclass(frozen=True, slots=True)
class PackCase(Case):
    """A request for a pack."""

    need: PackNeed


def eligible_packs(case: PackCase, catalogue: Catalogue) -> tuple[list[Pack], list[Suppressed]]:
    """Packs of the wanted kind that may be offered, and a code for every other of that kind."""
    stands = standing(case.customer, case.facts, catalogue, case.day)
    packs, suppressed = [], []
    for pack in catalogue.packs.values():
        if pack.kind != case.need.wanted:
            continue
        code = rejection(pack, stands, channel=case.channel, day=case.day) or _unfit(pack, case.need)
        if code:
            suppressed.append(Suppressed(pack.id, code))
        else:
            packs.append(pack)
    return packs, suppressed


def _unfit(pack: Pack, need: PackNeed) -> str | None:
    if pack.id in need.besides:
        return "seen"
    if need.app and need.app not in pack.allowance.directed.apps:
        return "other_app"
    if need.renews is not None and pack.renews is not need.renews:
        return "renewal"
    if need.wanted == "day" and need.days is not None and pack.valid_days < need.days:
        return "too_short"
    return None
