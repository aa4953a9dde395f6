"""What ``scripts.policy_lag`` has measured."""

from dataclasses import dataclass, field

from recsys.offer.policy import CHANNELS
from scripts.quality.accuracy import quantile


@dataclass
class Lag:
    """Seconds until no channel offered it, and how many pushes were not taken back."""

    seconds: list[float] = field(default_factory=list)
    missed: int = 0  # still offered by one channel when the view of all did not
    left_over: int = 0
    kills: int = 0

    def line(self, name: str) -> str:
        """For people."""
        p50, p99 = (1000 * self.quantile(q) for q in (0.5, 0.99))
        return (
            f"{name}: {len(self.seconds)} orders and refusals, {self.kills} kills of the worker; seen in "
            f"{len(CHANNELS)} channels p50 {p50:.0f} ms, p99 {p99:.0f} ms, "
            f"most {1000 * max(self.seconds):.0f} ms; "
            f"{self.missed} offered by a single channel, {self.left_over} planned pushes left"
        )

    def quantile(self, share: float) -> float:
        """Seconds within which this share of the acts was seen."""
        return quantile(sorted(self.seconds), share)
