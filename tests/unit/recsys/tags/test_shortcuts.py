"""What the fold leaves out would change nothing: rules an event does not concern, moments without change."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from recsys.events.event import Event
from recsys.tags.definition import definitions
from recsys.tags.fold import State, fold, personalised
from recsys.tags.moments import Span, holds, span_of
from recsys.tags.rule import ZONE, Rule, Scope, compile_rule
from recsys.tags.tree import expressions
from tests.unit.recsys.tags.logs import BEGIN, TYPES, log_of, some_event

DEFS = definitions()
WINDOWS = {part[2] for item in DEFS.rules for part in expressions(item.tree) if part[0] == "events"}
YEARS = 3  # calendar years in which a change is looked for


@pytest.mark.parametrize("kind", TYPES)
def test_a_first_event_says_of_all_tags_what_evaluating_every_rule_says(kind: str) -> None:
    event = some_event(Random(kind), kind, BEGIN)
    everything = State({"profile": {}})  # somebody of whom something is known: nothing is left out
    assert fold(State(), event, DEFS).tags == fold(everything, event, DEFS).tags


@pytest.mark.parametrize("seed", range(30))
def test_after_every_event_the_tags_say_what_every_rule_says(seed: int) -> None:
    state = State()
    for event in log_of(Random(seed)):
        state = fold(state, event, DEFS)
        allowed = personalised(state.facts)
        sensitive = state.facts.get("consents", {}).get("*/sensitive", False)
        for item in DEFS.rules:
            if allowed and (sensitive or not item.tag.sensitive):
                assert _held(state, item.tag.key, event) == _value(item.value, state, event.at), item.tag.key


def _held(state: State, key: str, event: Event) -> Any:
    tag = state.tags.get(key)
    return tag.value if tag and tag.since <= event.at and (not tag.until or tag.until > event.at) else None


def _value(rule: Rule, state: State, at: datetime) -> Any:
    value = rule(Scope(state.facts, {}, at))
    return value if holds(value) else None


@pytest.mark.parametrize("seed", range(4))
def test_a_tag_begins_and_ends_when_trying_every_moment_says_so(seed: int) -> None:
    log = log_of(Random(seed), 40)
    state = State()
    for event in log:
        state = fold(state, event, DEFS)
    moments = _every_moment(log)
    later = [Scope(state.facts, {}, at) for at in moments]
    for item in DEFS.rules:
        if item.timed:
            plain = compile_rule(item.tree)
            found = span_of(item.value, Scope(state.facts, {}, log[-1].at))
            assert _within(found, moments[-1]) == _tried(plain, later), item.tag.key


def _every_moment(log: list[Event]) -> list[datetime]:
    """Now, then the end of every window of every event, and every midnight."""
    now = log[-1].at
    last = datetime(now.year + YEARS, 1, 1, tzinfo=ZONE)
    ends = (event.at + timedelta(days=days) for event in log for days in WINDOWS)
    days = (now.astimezone(ZONE).date() + timedelta(days=n) for n in range(1, 366 * YEARS))
    nights = (datetime.combine(day, time(), ZONE).astimezone(UTC) for day in days)
    return [now, *sorted({at for at in (*ends, *nights) if now < at < last})]


def _tried(rule: Rule, scopes: list[Scope]) -> tuple[Any, datetime, datetime | None] | None:
    near = scopes[0].now + timedelta(days=400)
    values = ((scope.now, rule(scope)) for scope in scopes)
    begun = next(((at, value) for at, value in values if holds(value)), None)
    if begun is None or begun[0] > near:
        return None
    return begun[1], begun[0], next((at for at, value in values if value != begun[1]), None)


def _within(span: Span | None, last: datetime) -> tuple[Any, datetime, datetime | None] | None:
    """What trying can know: nothing of what ends later."""
    if span is None:
        return None
    return span.value, span.since, span.until if span.until and span.until <= last else None


def test_what_two_rules_share_is_looked_up_once() -> None:
    asked: list[str] = []

    class Facts(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:
            asked.append(name)
            return super().get(name, default)

    mean = ["avg", 3, "total"]
    shared = frozenset({repr(mean)})
    low, high = (compile_rule([sign, mean, 100], shared) for sign in ("<", ">="))
    scope = Scope(Facts(months=[{"total": 90}, {"total": 130}]), {}, BEGIN)
    assert (low(scope), high(scope)) == (False, True)
    assert asked == ["months"]
