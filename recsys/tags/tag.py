"""A value of a tag, as the fold keeps it."""

from datetime import datetime
from typing import Any, NamedTuple


class Tag(NamedTuple):
    """A value of a tag; ``confidence`` of an intent is its strength at ``since``."""

    value: Any
    since: datetime
    until: datetime | None
    confidence: float
    evidence: tuple[str, ...]
