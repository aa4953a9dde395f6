"""What a finder returns."""

from collections.abc import Mapping
from dataclasses import dataclass

Value = int | str | list[str] | Mapping[str, int | str]


@dataclass(frozen=True)
class Found:
    """One entity; ``start`` and ``end`` are offsets into the text that the finder was given."""

    entity: str
    value: Value
    start: int
    end: int
    confidence: float = 1.0

    def overlaps(self, other: "Found") -> bool:
        """Whether both share at least one character."""
        return self.start < other.end and other.start < self.end
