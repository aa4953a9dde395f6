"""Tags that keep their history: every change of the value, at the very moment, whoever noticed it when.

A value that changes because time passes changes at that time, although the fold may hear of it later:
before an event counts, such tags are run on up to it. An event that arrives late counts from when the
present value began, so that a history never runs backwards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from recsys.tags.definition import Compiled
from recsys.tags.facts import Facts
from recsys.tags.moments import span_of
from recsys.tags.scope import Scope
from recsys.tags.tag import Tag


@dataclass(frozen=True, slots=True)
class Move:
    """From ``at`` on the tag has the value; none = no tag is kept, personalisation was withdrawn."""

    key: str
    at: datetime
    value: str | None


def run_on(
    tags: Mapping[str, Tag], facts: Facts, now: datetime, kept: Iterable[Compiled], zone: Any
) -> tuple[dict[str, Tag], list[Move]]:
    """The tags at ``now`` if nothing has happened since, and the moves on the way."""
    running, moves = dict(tags), []
    for item in kept:
        tag = running.get(item.tag.key)
        while tag is not None and tag.until is not None and tag.until <= now:
            at = max(tag.since, tag.until)
            span = span_of(item.value, Scope(facts, {}, at, zone))
            if span is None or span.since != at:  # a rule with a history always gives a value
                raise AssertionError(f"{item.tag.key} gave no value at {at}")
            began = tag.since if span.value == tag.value else at
            if span.value != tag.value:
                moves.append(Move(item.tag.key, at, span.value))
            tag = Tag(span.value, began, span.until, 1.0, tag.evidence)
            running[item.tag.key] = tag
    return running, moves


def note(
    before: Mapping[str, Tag], tags: dict[str, Tag], at: datetime, kept: Iterable[Compiled]
) -> list[Move]:
    """The moves that an event at ``at`` made; ``tags`` are given the beginnings that the history has."""
    moves = []
    for item in kept:
        key = item.tag.key
        old, new = before.get(key), tags.get(key)
        if old is new:
            continue
        same = old is not None and new is not None and old.value == new.value
        began = max(at, old.since) if old else at
        if new is not None:
            tags[key] = new._replace(since=old.since if old and same else began)
        if not same:
            moves.append(Move(key, began, new.value if new else None))
    return moves


def distinct(moves: Iterable[Move]) -> list[Move]:
    """Of several moves of a tag at one moment the last counts."""
    return list({(move.key, move.at): move for move in moves}.values())
