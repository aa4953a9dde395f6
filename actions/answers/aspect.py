"""Which side of a thing a short question asks about."""

from actions.message.cues import says

ASPECTS = (
    "method",
    "compare",
    "risk",
    "minimum",
    "rate",
    "term",
    "rollover",
    "end",
    "start",
    "price",
    "place",
    "papers",
    "how",
    "allowance",
)


def aspect_of(text: str) -> str | None:
    """The first that the words name; none when they name none."""
    return next((aspect for aspect in ASPECTS if says(text, f"about_{aspect}")), None)
