"""The margin of a product: what its sale earns us in twelve months, in fen, from ``margins.yml``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kb.catalogue.schema import Item, Pack, Tariff, WealthProduct
from recsys.tariff.saving import mean_half_up

LINES = {"mobile": "plan", "pack": "pack", "broadband": "broadband", "service": "service"}
WHOLE_BP, YEAR_DAYS = 10_000, 365


def kind_of(item: Item) -> str:
    """What is foreseen of it: ``plan``, ``pack``, ``broadband``, ``service``, or the kind of wealth."""
    return item.kind if isinstance(item, WealthProduct) else LINES[getattr(item, "line", "")]


def margin_of(item: Item, table: Mapping[str, Any] | None = None) -> int:
    """Fen, 0 or more. KeyError for a kind that the table does not know."""
    table = table or margins()
    if item.id in table["products"]:
        return int(table["products"][item.id])
    terms = table["kinds"][kind_of(item)]
    if isinstance(item, WealthProduct):
        days = min(item.term_days or YEAR_DAYS, YEAR_DAYS)
        placed = max(item.min_amount, terms["amount"])
        return mean_half_up(placed * terms["amount_bp"] * days, WHOLE_BP * YEAR_DAYS)
    months = 1 if isinstance(item, Pack) and not item.renews else terms["months"]
    fee = item.fee if isinstance(item, Tariff) else 0
    return mean_half_up(fee * months * terms["fee_bp"], WHOLE_BP)


@cache
def margins() -> Mapping[str, Any]:
    """The content of margins.yml."""
    loaded: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("margins.yml").read_text("utf-8"))
    return loaded
