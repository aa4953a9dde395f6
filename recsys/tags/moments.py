"""For how long a tag holds: windows end, birthdays and due dates come although nothing happens.

A rule that rests on facts gives, with the moments that it looked ahead to, the exact span of its tag.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from recsys.tags.rule import Rule
from recsys.tags.scope import NEVER, Scope

AHEAD = timedelta(days=400)  # a tag that begins later is noted when it comes nearer


class Span(NamedTuple):
    """A value from ``since`` on, until ``until`` (exclusive), if nothing happens meanwhile."""

    value: Any
    since: datetime
    until: datetime | None


def span_of(rule: Rule, scope: Scope) -> Span | None:
    """The value that holds now, or else the next one; none when it holds neither now nor soon."""
    scope.ahead = NEVER
    value = rule(scope)
    ahead = scope.ahead
    if value is None or value is False:
        return None if ahead == NEVER else _coming(rule, scope, ahead)
    return Span(value, scope.now, None if ahead == NEVER else _end(rule, scope, value, ahead))


def holds(value: Any) -> bool:
    """A rule that is unknown or false gives no tag."""
    return value is not None and value is not False


def _coming(rule: Rule, scope: Scope, ahead: float) -> Span | None:
    last = (scope.now + AHEAD).timestamp()
    while ahead <= last:
        later = scope.at(ahead)
        value, ahead = _look(rule, later)
        if holds(value):
            return Span(value, later.now, _end(rule, later, value, ahead))
    return None


def _end(rule: Rule, scope: Scope, held: Any, ahead: float) -> datetime | None:
    """The first moment at which the rule gives something else."""
    while ahead < NEVER:
        later = scope.at(ahead)
        value, ahead = _look(rule, later)
        if value != held:
            return later.now
    return None


def _look(rule: Rule, scope: Scope) -> tuple[Any, float]:
    """The value, and the next moment at which it may be another one."""
    scope.ahead = NEVER
    return rule(scope), scope.ahead
