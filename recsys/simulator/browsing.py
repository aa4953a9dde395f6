"""What simulated people look at: by what they may want, what is popular, and a taste of their own."""

from collections.abc import Sequence
from functools import cache
from random import Random

import numpy as np

from kb.catalogue.catalogue import Catalogue
from recsys.models.table import Numbers, Table
from recsys.simulator.chances import kinds
from recsys.simulator.life import LINES, Life

TASTES = 4  # hidden dimensions of taste
STRENGTH = 1.2  # of taste beside popularity, in log-odds
VIEWS = (3, 30)
HALF_YEAR_MIN = 180 * 24 * 60


def browse(catalogue: Catalogue, lives: Sequence[Life], seed: int) -> Table:
    """Half a year of views as ``user, item, timestamp`` (minutes), nobody's taste among the columns."""
    shelf = _shelf(catalogue)
    rows: list[tuple[str, str, float]] = []
    for life in lives:
        rng = Random(f"{seed}/{life.customer_id}/views")
        chances = [life.purchase[kind] for kind in kinds()]
        liking = {kind: _liking(items, life.customer_id, seed) for kind, items in shelf.items()}
        for _ in range(rng.randint(*VIEWS)):
            kind = rng.choices(kinds(), chances)[0]
            item = rng.choices(shelf[kind], liking[kind].tolist())[0]
            rows.append((life.customer_id, item, float(rng.randrange(HALF_YEAR_MIN))))
    users, items, times = zip(*rows, strict=True)
    return Table(
        {
            "user": np.array(users, dtype=object),
            "item": np.array(items, dtype=object),
            "timestamp": np.array(times),
        }
    )


def _shelf(catalogue: Catalogue) -> dict[str, list[str]]:
    shelf: dict[str, list[str]] = {kind: [] for kind in kinds()}
    for item in catalogue.items.values():
        kinds_of_line = {line: kind for kind, line in LINES.items()}
        line = getattr(item, "line", "")
        kind = kinds_of_line.get(line, getattr(item, "kind", ""))
        if kind in shelf:
            shelf[kind].append(item.id)
    return shelf


def _liking(items: Sequence[str], customer_id: str, seed: int) -> Numbers:
    """Popularity falls off as one over the place on the shelf; taste is a product of hidden vectors."""
    own = _vector(f"{seed}/{customer_id}")
    taste = np.array([_vector(f"{seed}/{item}") @ own for item in items])
    place = 1.0 / np.arange(1, len(items) + 1)
    liking: Numbers = place * np.exp(STRENGTH * taste)
    return liking


@cache
def _vector(name: str) -> Numbers:
    rng = Random(f"taste/{name}")
    return np.array([rng.gauss(0, 1) for _ in range(TASTES)])
