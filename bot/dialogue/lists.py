"""Several matters under one verb: 「查话费和流量」 is 「查话费」 and 「查流量」; words in ``lists.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.clauses import Clause

TABLE = Path(__file__).with_suffix(".yml")


@dataclass(frozen=True)
class Lists:
    """The compiled words of ``lists.yml``; ``whole`` is a message that lists matters and says no more."""

    whole: re.Pattern[str]
    matter: re.Pattern[str]
    verb: str

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> Lists:
        """Compile; KeyError for a missing entry."""
        lead, join, tail = table["lead"], table["join"], table["tail"]
        matter = f"(?:{'|'.join(table['matters'])})"
        more = f"(?:{join}{matter})"
        whole = re.compile(f"(?:{lead})*(?P<matters>{matter}{more}+)(?:{tail})*")
        return cls(whole, re.compile(matter), table["verb"])


@cache
def read_lists(path: Path = TABLE) -> Lists:
    """Read the table."""
    return Lists.from_dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def listed(text: str, lists: Lists) -> list[Clause]:
    """One clause for each matter, the verb before it; none when the message lists none.

    ``start`` is such that what stands behind the verb keeps its place in the message.
    """
    found = lists.whole.fullmatch(text.strip())
    if found is None:
        return []
    begin = text.index(found["matters"])
    matters = lists.matter.finditer(found["matters"])
    return [Clause(lists.verb + one[0], begin + one.start() - len(lists.verb)) for one in matters]
