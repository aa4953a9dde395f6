"""Suggest a pack to a customer, and keep the decision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kb.catalogue.catalogue import Catalogue
from recsys.engine import Engine
from recsys.offer.case import frame, kept
from recsys.offer.decision import Decision
from recsys.offer.snapshot import from_plain
from recsys.tariff import roaming
from recsys.tariff.pack_case import PackCase, PackNeed, eligible_packs
from recsys.tariff.pack_choice import decide_pack
from recsys.tariff.roaming import RoamingQuote
from recsys.tariff.usage import MONTHS

__all__ = ["PackNeed", "quote_roaming", "recommend_pack", "recompute"]


def recommend_pack(
    engine: Engine,
    customer_id: str,
    *,
    need: PackNeed,
    channel: str,
    now: datetime,
    k: int = 3,
    conversation_id: str | None = None,
) -> Decision:
    """Decide and log. ``missing`` is ``destination`` or ``days`` when roaming lacks them.

    Raises UnknownCustomer.
    """
    case = _case(engine, customer_id, need, channel, now, k)
    return kept(engine, case, decide_pack(case, engine.catalogue), conversation_id)


def recompute(snapshot: dict[str, Any], catalogue: Catalogue) -> Decision:
    """The decision that the logged case leads to."""
    return decide_pack(from_plain(PackCase, snapshot), catalogue)


def quote_roaming(
    engine: Engine, customer_id: str, destinations: Sequence[str], days: int, *, channel: str, now: datetime
) -> list[RoamingQuote]:
    """Prices abroad from the packs this customer may have. Raises UnknownCustomer."""
    need = PackNeed(destinations=tuple(destinations), days=days)
    case = _case(engine, customer_id, need, channel, now, 3)
    return roaming.quote_roaming(eligible_packs(case, engine.catalogue)[0], destinations, days)


def _case(engine: Engine, customer_id: str, need: PackNeed, channel: str, now: datetime, k: int) -> PackCase:
    return PackCase(need=need, **frame(engine, customer_id, channel=channel, now=now, k=k, months=MONTHS))
