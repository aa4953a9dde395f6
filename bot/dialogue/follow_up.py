"""Read a short message after what was said last; pure, the words are in ``follow_ups.yml``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ANYTHING = "anything"  # taken up whatever the talk is about, or nothing


@dataclass(frozen=True)
class FollowUp:
    """One kind of short message: the whole wording, and what takes it up by what the talk is about."""

    pattern: "re.Pattern[str]"
    then: Mapping[str, str]


def follow_ups_from(data: Mapping[str, Any]) -> tuple[FollowUp, ...]:
    """Build from the parsed ``follow_ups.yml``; KeyError when a part is missing."""
    return tuple(_follow_up(data, row) for row in data["moves"].values())


def _follow_up(data: Mapping[str, Any], row: Mapping[str, Any]) -> FollowUp:
    it = f"(?:{data['it']})" + ("" if row.get("names_it") else "?")
    says = "|".join(row["says"])
    return FollowUp(re.compile(f"{data['lead']}{it}(?:{says}){data['tail']}"), row["then"])


def taken_up(text: str, about: Sequence[str], follow_ups: Sequence[FollowUp]) -> str | None:
    """Name the action that takes the message up; none when it is no follow-up to any of ``about``."""
    for follow_up in follow_ups:
        known = next((follow_up.then[one] for one in (*about, ANYTHING) if one in follow_up.then), None)
        if known and follow_up.pattern.fullmatch(text.strip()):
            return known
    return None
