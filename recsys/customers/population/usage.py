"""Months, and what made-up people use in them."""

from datetime import date
from random import Random

from recsys.customers.customer import MonthUsage
from recsys.customers.population.truth import Truth, world

GB = 1024


def months_before(day: date, count: int) -> list[str]:
    """The last full months before that day, oldest first, as YYYY-MM."""
    index = day.year * 12 + day.month - 1
    return [f"{(index - back) // 12:04d}-{(index - back) % 12 + 1:02d}" for back in range(count, 0, -1)]


def month_start(day: date, months_ago: int) -> date:
    """The first day of the month that many months ago."""
    index = day.year * 12 + day.month - 1 - months_ago
    return date(index // 12, index % 12 + 1, 1)


def vary_month(rng: Random, usual: MonthUsage, month: str) -> MonthUsage:
    """A month like the usual one: people differ by a fifth from month to month, more in summer."""
    season = 1.12 if month[-2:] in ("07", "08", "10") else 1.0

    def vary(amount: int, spread: float) -> int:
        return round(amount * season * rng.lognormvariate(0, spread))

    return MonthUsage(
        month,
        vary(usual.data_mb, 0.22),
        vary(usual.directed_mb, 0.25),
        vary(usual.voice_min, 0.18),
        vary(usual.sms, 0.4),
    )


def usual_month(rng: Random, truth: Truth) -> MonthUsage:
    kind = world()["usage_types"][truth.usage_type]
    scale = rng.lognormvariate(0, 0.35)
    return MonthUsage(
        "usual",
        round(kind["data"] * GB * scale),
        round(kind["directed"] * GB * scale * rng.uniform(0.6, 1.4)),
        round(kind["voice"] * rng.lognormvariate(0, 0.3)),
        round(kind["sms"] * rng.lognormvariate(0, 0.5)),
    )
