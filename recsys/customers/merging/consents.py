"""The strictest consent wins: what either side has withdrawn stays withdrawn after a merge. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

ANY = "*"


class Decision(NamedTuple):
    """One decision; a later one of the same channel, or of all channels, takes its place."""

    channel: str
    purpose: str
    given: bool
    at: datetime


Scope = tuple[str, str]  # channel, purpose


def latest(decisions: Sequence[Decision], scope: Scope) -> bool | None:
    """What holds for the scope; ``decisions`` are in the order in which they were stored."""
    channel, purpose = scope
    mine = [one for one in decisions if one.purpose == purpose and one.channel in (channel, ANY)]
    return max(enumerate(mine), key=lambda pair: (pair[1].at, pair[0]))[1].given if mine else None


def to_withdraw(mine: Sequence[Decision], its: Sequence[Decision]) -> list[Scope]:
    """The scopes that would be open after the merge though one side has closed them."""
    both = sorted([*mine, *its], key=lambda one: one.at)
    named = {(one.channel, one.purpose) for one in both}
    scopes = sorted(named | {(ANY, purpose) for _, purpose in named})
    closed = [scope for scope in scopes if False in (latest(mine, scope), latest(its, scope))]
    return [scope for scope in closed if latest(both, scope)]
