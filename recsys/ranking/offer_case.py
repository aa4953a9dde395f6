"""One request for the best next offers: everything its decision depends on, as whole numbers and words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from recsys.offer.case import Case
from recsys.ranking.context import Flags
from recsys.ranking.learned import NOTHING, Correction
from recsys.ranking.past import Past
from recsys.ranking.table import Table, ranking, table_version
from recsys.value.margin import margins


@dataclass(frozen=True, slots=True)
class OfferNeed:
    """``present``: the customer talks to us; else they would be approached. ``lines``: none = all.

    Without ``explore`` the best by expected value stand first, and nothing is drawn.
    """

    present: bool = True
    lines: tuple[str, ...] = ()
    explore: bool = True


@dataclass(frozen=True, slots=True)
class OfferCase(Case):
    """``chances`` by kind in ppm and where they come from; ``share`` of the channel in the preference, ppm.

    ``contact`` is the code that forbids any offer now. ``needs``: sort of pack → fen a month that it would
    spare at most. ``learned`` by product. The tables are kept with the case, so that it is decided in the
    same way when they have changed.
    """

    need: OfferNeed = field(default_factory=OfferNeed)
    with_agent: bool = False
    contact: str | None = None
    personal: bool = True
    chances: Mapping[str, int] = field(default_factory=dict)
    source: str = ""
    share: int = 0
    context: Flags = ()
    needs: Mapping[str, int] = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    learned: Mapping[str, Correction] = field(default_factory=dict)
    learned_version: str = NOTHING
    table: Table = field(default_factory=ranking)
    margins: Mapping[str, Any] = field(default_factory=margins)
    table_version: str = field(default_factory=table_version)
