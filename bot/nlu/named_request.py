"""Read a message that is no more than a verb and one name of the catalogue."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).with_suffix(".yml")
NAMED = ("plan_name", "product_name", "service_name")


@dataclass(frozen=True)
class Request:
    """One kind of request and the intent that each kind of item gives it."""

    verbs: re.Pattern[str]
    endings: re.Pattern[str]
    intents: Mapping[str, str]
    fine: frozenset[str]


def read_requests(path: Path = TABLE) -> list[Request]:
    """Read the table."""
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Request(re.compile(row["verbs"]), re.compile(row["endings"]), row["intents"], frozenset(row["fine"]))
        for row in table.values()
    ]


def requested(
    text: str,
    intent: str | None,
    entities: Sequence[Mapping[str, Any]],
    kinds: Mapping[str, str],
    requests: Sequence[Request],
) -> str | None:
    """Return the intent that verb and name mean together, none when the message says more or less.

    ``kinds`` is the kind of each item by its id.
    """
    named = [entity for entity in entities if entity["entity"] in NAMED]
    kind = kinds.get(str(named[0]["value"])) if len(named) == 1 else None
    if kind is None:
        return None
    before, after = text[: named[0]["start"]].strip(), text[named[0]["end"] :].strip()
    for request in requests:
        if request.verbs.fullmatch(before) and request.endings.fullmatch(after):
            return None if intent in request.fine else request.intents[kind]
    return None
