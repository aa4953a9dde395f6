"""How alike products of a kind are, by the attributes of the catalogue: cold start by content."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from math import log1p

import numpy as np

from kb.catalogue.schema import Broadband, Item, Pack, Tariff, WealthProduct
from recsys.models.table import Numbers
from recsys.value.margin import kind_of

LIQUIDITY = {"high": 2.0, "medium": 1.0, "low": 0.0}
KIN = 1.0  # of packs, how much another sort of pack counts as a difference


def attributes(item: Item) -> tuple[float, ...]:
    """What can be compared within a kind; money and volumes by their logarithm."""
    if isinstance(item, WealthProduct):
        rates = item.rate_bp or (0, 0)
        risk = float(item.risk[1]) if item.risk else 0.0
        term = log1p(item.term_days or 0)
        return (log1p(item.min_amount), term, risk, sum(rates) / 200, LIQUIDITY[item.liquidity])
    if not isinstance(item, Tariff):
        return ()
    given = item.allowance
    volumes = (given.data_mb, given.directed.data_mb, given.voice_min, given.sms)
    found = (log1p(item.fee), *map(log1p, volumes), float(item.term_months > 0))
    if isinstance(item, Broadband):
        return (*found, log1p(item.down_mbps))
    if isinstance(item, Pack):
        sorts = ("data", "directed", "night", "day", "roaming", "voice", "sms")
        return (*found, log1p(item.valid_days), *(KIN * (item.kind == sort) for sort in sorts))
    return found


def likeness(items: Sequence[Item], nearest: int, known: Callable[[str], bool]) -> Numbers:
    """Products × products: how much each lends to a row, adding up to 1 (or 0 where nobody can).

    Only those that are ``known`` (by id) lend, of the same kind, the nearest ones, by e^(−distance²/2).
    """
    found = np.zeros((len(items), len(items)))
    for rows in _by_kind(items).values():
        points = _scaled(np.array([attributes(items[row]) for row in rows]))
        apart = ((points[:, None] - points[None]) ** 2).sum(axis=2)
        lends = np.array([known(items[row].id) for row in rows])
        for place, row in enumerate(rows):
            near = [other for other in np.argsort(apart[place], kind="stable") if lends[other]]
            chosen = [other for other in near if other != place][:nearest]
            weights = np.exp(-apart[place, chosen] / 2)
            if len(chosen) and weights.sum() > 0:
                found[row, [rows[other] for other in chosen]] = weights / weights.sum()
    return found


def _by_kind(items: Sequence[Item]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, item in enumerate(items):
        rows[kind_of(item)].append(row)
    return rows


def _scaled(points: Numbers) -> Numbers:
    """Every attribute with the same spread; one that does not differ says nothing."""
    spread = points.std(axis=0)
    scaled: Numbers = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return scaled
