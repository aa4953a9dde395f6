"""How long people stay in a stage: every stay, finished or not, from the moves of a tag. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

DAY = timedelta(days=1)
STEPS = (1, 3, 7, 14, 30, 60, 90, 180)  # days: upper bounds of the distribution, the last one open


@dataclass(frozen=True, slots=True)
class Stay:
    """``days`` in ``stage``; ``onto`` is the next one, none while the stay goes on or tags were given up."""

    customer_id: str
    stage: str
    days: float
    onto: str | None
    over: bool


@dataclass(frozen=True, slots=True)
class StageTime:
    """One stage: how often it was entered, who is there now, how long finished stays took.

    ``typical`` also counts the stays that go on (Kaplan and Meier): half of all stays last at least so many
    days; none when more than half go on. ``steps`` counts finished stays up to each of STEPS and beyond.
    """

    stage: str
    entered: int
    now: int
    quartiles: tuple[float, float, float] | None
    typical: float | None
    steps: tuple[int, ...]
    onto: dict[str, int]
    onward: float | None  # percent of the finished stays that went on to a later stage


def stays(moves: Iterable[tuple[str, datetime, str | None]], now: datetime) -> Iterator[Stay]:
    """From (customer, moment, stage), by customer and moment; a move to the same stage is none."""
    for customer, mine in groupby((move for move in moves if move[1] <= now), key=lambda move: move[0]):
        changes = [next(same) for _, same in groupby(mine, key=lambda move: move[2])]
        for (_, began, stage), (_, ended, onto) in pairwise(changes):
            if stage is not None:
                yield Stay(customer, stage, (ended - began) / DAY, onto, True)
        _, began, stage = changes[-1]
        if stage is not None:
            yield Stay(customer, stage, (now - began) / DAY, None, False)


def stage_times(found: Iterable[Stay], stages: Sequence[str]) -> list[StageTime]:
    """One for each stage, in that order."""
    by_stage: dict[str, list[Stay]] = {stage: [] for stage in stages}
    for stay in found:
        if stay.stage in by_stage:
            by_stage[stay.stage].append(stay)
    return [_stage_time(stage, by_stage[stage], stages[at + 1 :]) for at, stage in enumerate(stages)]


def _stage_time(stage: str, found: list[Stay], later: Sequence[str]) -> StageTime:
    over = [stay for stay in found if stay.over]
    days = sorted(stay.days for stay in over)
    onto = Counter(stay.onto for stay in over if stay.onto is not None)
    moved = sum(onto.values())
    return StageTime(
        stage,
        entered=len(found),
        now=len(found) - len(over),
        quartiles=(quantile(days, 0.25), quantile(days, 0.5), quantile(days, 0.75)) if days else None,
        typical=typical(found),
        steps=_steps(days),
        onto=dict(onto.most_common()),
        onward=round(100 * sum(onto[one] for one in later) / moved, 1) if moved else None,
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """Between the two nearest values, as NumPy does it."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def typical(found: Iterable[Stay]) -> float | None:
    """The median of all stays, those that go on counted as lasting at least until now."""
    ordered = sorted(found, key=lambda stay: (stay.days, not stay.over))
    left, still = len(ordered), 1.0
    for days, ended in groupby(ordered, key=lambda stay: stay.days):
        there = [stay.over for stay in ended]
        still *= 1 - sum(there) / left
        if still <= 0.5:
            return float(days)
        left -= len(there)
    return None


def _steps(days: Sequence[float]) -> tuple[int, ...]:
    counts = [0] * (len(STEPS) + 1)
    for one in days:
        counts[sum(one > step for step in STEPS)] += 1
    return tuple(counts)
