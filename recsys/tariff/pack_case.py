"""One request for a pack: everything its decision depends on."""

from dataclasses import dataclass, replace
from typing import Literal

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Pack
from recsys.offer.case import Case
from recsys.offer.decision import Suppressed
from recsys.offer.policy import Approach, judge_for
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
    def stated(self) -> bool:
        """Whether a figure, an app or a place was named that a pack can bring."""
        said = (self.data_mb, self.voice_min, self.budget, self.app, self.days)
        return any(value is not None for value in said) or bool(self.destinations)

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
    judge = judge_for(case.customer, case.facts, catalogue, _approach(case))
    packs, suppressed = [], []
    for pack in catalogue.packs.values():
        if pack.kind != case.need.wanted:
            continue
        code = judge(pack) or _unfit(pack, case.need)
        if code:
            suppressed.append(Suppressed(pack.id, code))
        else:
            packs.append(pack)
    return packs, suppressed


def _approach(case: PackCase) -> Approach:
    """Who says what the pack is to hold wants it, also one that they declined before."""
    approach = Approach(case.channel, case.at, case.day)
    return replace(approach, purpose="wish") if case.need.stated else approach


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
