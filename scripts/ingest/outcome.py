"""What came out of a measurement of the intake, for people and as bars."""

from collections.abc import Sequence
from dataclasses import dataclass

from scripts.ingest.made_up import AT_ONCE
from scripts.memory import GROWS, growth
from scripts.quality.accuracy import quantile

PER_SECOND = 1_500  # the bars
P99_MS = 50.0


@dataclass(frozen=True, slots=True)
class Flood:
    """Events as fast as one caller gets rid of them; ``worker_mb`` at even distances of them."""

    events: int
    kills: int
    accepted_s: float
    stored_s: float  # until the last one was in log and tags
    lost: int
    doubled: int
    differences: int  # between the tags as stored and as folded again from the log
    worker_mb: Sequence[float]

    @property
    def stored_per_second(self) -> float:
        """Events a second, until they were in log and tags."""
        return self.events / self.stored_s

    @property
    def whole(self) -> bool:
        """Whether each event is there once and the tags are what the log says."""
        return not (self.lost or self.doubled or self.differences)

    def line(self) -> str:
        """For people."""
        return (
            f"{self.events:,} events at full speed, {self.kills} kills: accepted "
            f"{self.events / self.accepted_s:,.0f}/s, in log and tags {self.stored_per_second:,.0f}/s; "
            f"lost {self.lost}, doubled {self.doubled}, {self.differences} differences after a replay"
        )

    def missed(self) -> list[str]:
        """The bars that were not reached; speed and memory count only where nothing was killed."""
        found = [] if self.whole else ["events lost or doubled"]
        if not self.kills and self.stored_per_second < PER_SECOND:
            found.append(f"{self.stored_per_second:,.0f} events/s stored, the bar {PER_SECOND:,}")
        if not self.kills and growth(self.worker_mb) > GROWS:
            found.append(f"the worker's memory grows to {growth(self.worker_mb):.0%}")
        return found


@dataclass(frozen=True, slots=True)
class Pace:
    """Calls that fall due at a fixed rate, whether or not the one before is back; times in ms, ordered.

    A time counts from the moment at which the call was due, so that a stall makes all calls behind it late.
    """

    per_second: float
    times: Sequence[float]
    behind_s: float  # after the last call, until all was in log and tags

    @property
    def p99(self) -> float:
        """What one call in a hundred takes longer than."""
        return quantile(tuple(self.times), 0.99)

    def line(self) -> str:
        """For people."""
        return (
            f"{self.per_second:,.0f} events/s in calls of {AT_ONCE}: p50 "
            f"{quantile(tuple(self.times), 0.5):.1f} ms, p99 {self.p99:.1f} ms a call; "
            f"all in log and tags {self.behind_s:.1f} s after the last"
        )

    def missed(self) -> list[str]:
        """The bar on the time of a call."""
        return [f"p99 {self.p99:.0f} ms, the bar {P99_MS:.0f}"] if self.p99 > P99_MS else []
