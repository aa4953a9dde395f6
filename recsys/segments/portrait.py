"""The segments of one customer that matter now, each with how to treat them; which: ``portrait.yml``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recsys.tags.definition import Definitions
from recsys.tags.store import TagValue

SERVICE = "服务"


@dataclass(frozen=True, slots=True)
class Trait:
    """「人物类型:长辈关怀型」 since when, what it means and what to do.

    ``serves``: the advice is about serving, and holds also while the customer is upset.
    """

    key: str
    title: str
    value: str
    since: datetime
    meaning: str
    advice: str
    serves: bool


def portrait(tags: Sequence[TagValue], defs: Definitions) -> list[Trait]:
    """In the order of the table."""
    held = {tag.key: tag for tag in tags}
    found = [trait for row in _table()["shown"] for trait in _traits(row, held, defs)]
    return found[: _table()["most"]]


def _traits(row: Mapping[str, Any], held: Mapping[str, TagValue], defs: Definitions) -> Iterator[Trait]:
    wanted = row["tag"]
    for key, tag in sorted(held.items()):
        if key != wanted and not (wanted.endswith("_") and key.startswith(wanted)):
            continue
        if "only" in row and tag.value not in row["only"]:
            continue
        definition = defs.by_key[key].tag
        for value in definition.values:
            if value.name == tag.value:
                serves = definition.purpose == SERVICE
                yield Trait(key, tag.title, value.name, tag.since, value.meaning, value.advice, serves)


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded
