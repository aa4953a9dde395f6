"""The figures of ``make bench`` as tables, and the bars that they must reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.bench import Speed
from scripts.load import Load
from scripts.quality.accuracy import quantile

AT = 8  # customers at once at which throughput, p95 and costs are judged
RATIO = 1.4  # our turns a second over stock's
ALONE_MS, P95_MS, UNDERSTAND_MS = 60, 220, 20
FLAT_TURNS, FLAT = 400, 0.2  # after so many turns a turn takes at most so much more or less


@dataclass(frozen=True)
class Figures:
    """All that was measured, times in ms: ``understanding`` ordered, ``short`` and ``long`` medians."""

    ours: Sequence[Load]
    stock: Sequence[Load]
    understanding: Sequence[float]
    short: float
    long: float
    search: Speed

    @property
    def growth(self) -> float:
        """How much longer a turn of a long conversation takes, 0 for as long."""
        return self.long / self.short - 1


def report(figures: Figures) -> str:
    """Everything, to be read."""
    ratios = [
        f"{mine.per_second / theirs.per_second:.2f} at {mine.concurrency}" for mine, theirs in pairs(figures)
    ]
    return "\n".join(
        (
            table("Huake, whole front door", figures.ours),
            table("stock Rasa alone", figures.stock),
            f"turns a second, ours over stock's: {', '.join(ratios)}",
            *(costs(*pair) for pair in pairs(figures) if pair[0].concurrency == AT),
            f"understanding alone: p50 {quantile(tuple(figures.understanding), 0.5):.1f} ms a message",
            f"a turn after {FLAT_TURNS} in one conversation: {figures.long:.0f} ms, in a short one "
            f"{figures.short:.0f} ms ({figures.growth:+.0%})",
            figures.search.line(),
        )
    )


def table(title: str, loads: Sequence[Load]) -> str:
    """One row per level."""
    lines = [
        title,
        f"{'customers':>10} {'turns/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'failed':>7}",
    ]
    for load in loads:
        times = " ".join(f"{load.milliseconds(share):8.0f}" for share in (0.5, 0.95, 0.99))
        lines.append(f"{load.concurrency:10} {load.per_second:8.1f} {times} {load.failed:7}")
    return "\n".join(lines)


def costs(ours: Load, stock: Load) -> str:
    """CPU of each part, and of stock's with the same client."""
    parts = ", ".join(f"{part} {spent:.1f}" for part, spent in ours.costs.items())
    together, theirs = sum(ours.costs.values()), sum(stock.costs.values())
    return f"CPU ms a turn at {AT} customers: {parts}; together {together:.1f}, stock {theirs:.1f}"


def pairs(figures: Figures) -> list[tuple[Load, Load]]:
    """Ours and stock's at the same level."""
    return list(zip(figures.ours, figures.stock, strict=True))


def missed_bars(figures: Figures) -> list[str]:
    """What is not as good as it must be, in words."""
    missed = [f"{load.failed} failed turns at {load.concurrency}" for load in figures.ours if load.failed]
    for mine, theirs in pairs(figures):
        if mine.concurrency == 1 and mine.milliseconds(0.5) > ALONE_MS:
            missed.append(f"a turn alone takes {mine.milliseconds(0.5):.0f} ms, the bar is {ALONE_MS}")
        if mine.concurrency == AT and mine.milliseconds(0.95) > P95_MS:
            missed.append(f"p95 at {AT} is {mine.milliseconds(0.95):.0f} ms, the bar is {P95_MS}")
        if mine.concurrency == AT and mine.per_second < RATIO * theirs.per_second:
            missed.append(
                f"{mine.per_second:.1f} turns/s at {AT}, {RATIO} times stock's are "
                f"{RATIO * theirs.per_second:.1f}"
            )
    if (typical := quantile(tuple(figures.understanding), 0.5)) > UNDERSTAND_MS:
        missed.append(f"understanding a message takes {typical:.1f} ms, the bar is {UNDERSTAND_MS}")
    if abs(figures.growth) > FLAT:
        missed.append(f"a turn after {FLAT_TURNS} takes {figures.growth:+.0%} of a short conversation's")
    if not figures.search.within_bar:
        missed.append(f"search p99 is {figures.search.p99:.1f} ms")
    return missed
