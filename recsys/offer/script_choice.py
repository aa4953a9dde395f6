"""The best script (话术) of a product for a customer and a channel, from the catalogue's own."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item, Script
from recsys.offer.eligibility import SOLD_AS
from recsys.offer.standing import Facts


def scripts_for(item: Item, catalogue: Catalogue, facts: Facts, channel: str) -> list[Script]:
    """Those that speak of the product, best first.

    The method that suits the channel comes first; whoever declined something of this line before hears the
    answer to an objection first. Among equals the one that is about this product more than about others.
    """
    line = getattr(item, "line", "")
    refused = {getattr(catalogue.items.get(id), "line", None) for id, _ in facts.declined}
    methods = _table()["after_refusal"] if line in refused else _order(channel)
    found = _about(catalogue).get(item.id, ())
    return sorted(found, key=lambda script: (_rank(methods, script.method), len(script.refs), script.id))


@lru_cache(maxsize=4)
def _about(catalogue: Catalogue) -> Mapping[str, Sequence[Script]]:
    """The scripts that speak of each product."""
    found: dict[str, list[Script]] = {}
    for script in catalogue.scripts.values():
        for product_id in dict.fromkeys(script.refs):
            found.setdefault(product_id, []).append(script)
    return found


def _rank(methods: list[str], method: str) -> int:
    return methods.index(method) if method in methods else len(methods)


def _order(channel: str) -> list[str]:
    orders: dict[str, list[str]] = _table()["methods"]
    return orders.get(SOLD_AS.get(channel, channel), orders["hotline"])


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded
