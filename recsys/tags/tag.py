"""A value of a tag, as the fold keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Tag:
    """A value of a tag; ``confidence`` of an intent is its strength at ``since``."""

    value: Any
    since: datetime
    until: datetime | None
    confidence: float
    evidence: tuple[str, ...]
