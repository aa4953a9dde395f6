"""Risk levels and holdings of made-up people."""

from datetime import date, timedelta
from random import Random
from typing import cast

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import WealthProduct
from recsys.customers.customer import Holding, Level
from recsys.customers.population.truth import Truth, pick, world

SHELF = {
    "saver": ("deposit", "cash"),
    "steady": ("cash", "fixed_income", "deposit", "pension"),
    "bold": ("fixed_income", "mixed", "equity", "gold"),
}
TYPICAL = {"saver": 60_000, "steady": 110_000, "bold": 180_000}  # yuan in one product


def draw_level(rng: Random, truth: Truth) -> Level | None:
    """The assessed level; a third of the savers and a tenth of the others never did it."""
    if truth.wealth_type == "none" or rng.random() < (0.33 if truth.wealth_type == "saver" else 0.1):
        return None
    return cast(Level, pick(rng, world()["levels"][truth.wealth_type]))


def draw_holdings(
    catalogue: Catalogue, rng: Random, truth: Truth, level: Level | None, today: date
) -> tuple[Holding, ...]:
    """One to four products that suit the level; without one, deposits only."""
    if truth.wealth_type == "none":
        return ()
    top = int(level[1]) if level else 1
    kinds = SHELF[truth.wealth_type] if level else ("deposit",)
    shelf = [item for item in catalogue.wealth.values() if item.kind in kinds and _suits(item, top)]
    chosen = rng.sample(shelf, min(rng.choices((1, 2, 3, 4), (45, 30, 17, 8))[0], len(shelf)))
    return tuple(_hold(rng, item, TYPICAL[truth.wealth_type], today) for item in chosen)


def _suits(item: WealthProduct, top: int) -> bool:
    ratings = [int(risk[1]) for risk in (item.risk, item.issuer_risk) if risk]
    plain = not (item.requires or item.private or item.leveraged)
    return bool(item.risk) and plain and max(ratings) <= top and item.min_amount <= 5_000_000


def _hold(rng: Random, item: WealthProduct, typical: int, today: date) -> Holding:
    amount = max(item.min_amount, round(typical * rng.lognormvariate(0, 0.9) / 1000) * 100_000)
    bought = today - timedelta(days=rng.randint(1, max(1, min(item.term_days or 400, 700) - 1)))
    since = max(bought, item.on_sale.starts)
    matures = since + timedelta(days=item.term_days) if item.term_days else None
    return Holding(item.id, amount, since, matures)
