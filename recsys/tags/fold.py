"""The one way in which tags change: ``fold(state, event, definitions) -> state``.

Pure and idempotent: folding the log again gives the same tags, folding an event twice changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log2
from typing import Any

from recsys.events.event import Event
from recsys.tags.compiled import Compiled
from recsys.tags.definition import Definitions
from recsys.tags.facts import Facts, learn
from recsys.tags.history import Move, note, run_on
from recsys.tags.moments import Span, span_of
from recsys.tags.scope import Scope
from recsys.tags.tag import Tag
from recsys.tags.vocabulary import names_of

EVIDENCE = 5  # event ids kept per tag
SEEN = 64  # event ids remembered against repetition; the SQL log remembers all
FLOOR = 0.1  # an intent weaker than this is over
_OPENS = ("personalisation", "sensitive")  # consents that let tags be kept which were not before
DUE = "tag.due"  # the end of a tag has come: its rule may give another value now


@dataclass(frozen=True, slots=True)
class State:
    """All that is folded for one customer; ``moves`` are those since it was loaded."""

    facts: Facts = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()


def fold(state: State, event: Event, defs: Definitions) -> State:
    """The state after the event."""
    if event.id in state.seen:
        return state
    scope = Scope(learn(state.facts, event), event.payload, event.at, defs.zone)
    ended = [key for key, tag in state.tags.items() if tag.until is not None and tag.until <= event.at]
    before, tags, moved = state.tags, dict(state.tags), list[Move]()
    if ended:
        before, moved = run_on(state.tags, state.facts, event.at, defs.kept, defs.zone)
        tags = {key: tag for key, tag in before.items() if tag.until is None or tag.until > event.at}
    if personalised(scope.facts):
        concerned = _concerned(event, state, ended, defs)
        _follow(tags, scope, event, concerned)
        if _is_first(state):
            _rest(tags, event, concerned, defs)
        _say(tags, scope, event, defs)
        _clear(tags, scope, event, defs)
        _by_hand(tags, event, defs)
    else:
        tags = {}
    _drop_unconsented(tags, scope.facts, defs)
    moved += note(before, tags, event.at, defs.kept)
    return State(scope.facts, tags, (*state.seen, event.id)[-SEEN:], (*state.moves, *moved))


def fold_all(state: State, events: Iterable[Event], defs: Definitions) -> State:
    """The state after all events."""
    for event in events:
        state = fold(state, event, defs)
    return state


def strength(tag: Tag, half_life_days: float, now: datetime) -> float:
    """What is left of an intent: it halves every half-life."""
    days = max(0.0, (now - tag.since).total_seconds() / 86_400)
    left: float = tag.confidence * 0.5 ** (days / half_life_days)
    return round(left, 6)


def personalised(facts: Facts) -> bool:
    """Whether tags may be kept at all; they may until the customer withdraws."""
    return bool(facts.get("consents", {}).get("*/personalisation", True))


def _follow(tags: dict[str, Tag], scope: Scope, event: Event, concerned: Iterable[Compiled]) -> None:
    """Evaluate rules."""
    for item in concerned:
        key, span = item.tag.key, span_of(item.value, scope)
        if span is not None:
            tags[key] = _held(tags.get(key), span, event)
        elif key in tags:
            del tags[key]


def _concerned(event: Event, state: State, ended: Iterable[str], defs: Definitions) -> Iterable[Compiled]:
    """The rules that look at what the event changed, and those whose tag has ended.

    On the first event of a customer the others still say what they say of nobody.
    """
    opened = event.type == "consent.given" and event.payload.get("purpose") in _OPENS
    again = (opened or not state.seen) and not _is_first(state)
    if again or event.type == "customer.merged":
        return defs.rules
    concerned = defs.concerned.get(event.type)
    found = concerned.by(names_of(event)) if concerned else ()
    over = [defs.by_key[key] for key in ended if key in defs.by_key and defs.by_key[key].tag.follows]
    return {item.tag.key: item for item in (*found, *over)}.values() if over else found


def _is_first(state: State) -> bool:
    return not (state.seen or state.facts or state.tags)


def _rest(tags: dict[str, Tag], event: Event, concerned: Iterable[Compiled], defs: Definitions) -> None:
    """What the rules that the first event does not concern say of somebody of whom nothing is known."""
    looked = {item.tag.key for item in concerned}
    for key, value in defs.resting.items():
        if key not in looked:
            tags[key] = Tag(value, event.at, None, 1.0, (event.id,))


def _held(old: Tag | None, span: Span, event: Event) -> Tag:
    """An unchanged value keeps its beginning and gains evidence."""
    if old is None or old.value != span.value:
        return Tag(span.value, span.since, span.until, 1.0, (event.id,))
    since = min(old.since, span.since) if span.since == event.at else span.since
    evidence = old.evidence if event.type == DUE else (*old.evidence, event.id)[-EVIDENCE:]
    return Tag(span.value, since, span.until, 1.0, evidence)


def _say(tags: dict[str, Tag], scope: Scope, event: Event, defs: Definitions) -> None:
    """Wishes and statements; what a sentence does not say stays as it was."""
    for item, when in defs.set_by.get(event.type, ()):
        value = item.value(scope) if when(scope) else None
        if value is None or value is False:
            continue
        old = tags.get(item.tag.key)
        tags[item.tag.key] = (
            _raised(old, value, item, event)
            if item.tag.kind == "intent"
            else _stated(old, value, item.tag.expires_after_days, event)
        )


def _raised(old: Tag | None, value: Any, item: Compiled, event: Event) -> Tag:
    """Every mention adds to what is left of the earlier ones, never beyond 1."""
    half_life = item.tag.half_life_days or 1.0
    left = strength(old, half_life, event.at) if old else 0.0
    said = item.tag.weight * float(event.payload.get("confidence", 1.0))
    now = round(1 - (1 - left) * (1 - said), 6)
    until = event.at + timedelta(days=half_life * max(0.0, log2(now / FLOOR)))
    evidence = (*(old.evidence if old else ()), event.id)[-EVIDENCE:]
    return Tag(value, event.at, until, now, evidence)


def _stated(old: Tag | None, value: Any, days: int | None, event: Event) -> Tag:
    """Said again, a statement keeps its beginning and lasts longer."""
    until = event.at + timedelta(days=days) if days else None
    if old is None or old.value != value:
        return Tag(value, event.at, until, 1.0, (event.id,))
    return old._replace(until=until, evidence=(*old.evidence, event.id)[-EVIDENCE:])


def _clear(tags: dict[str, Tag], scope: Scope, event: Event, defs: Definitions) -> None:
    for item, when in defs.cleared_by.get(event.type, ()):
        if item.tag.key in tags and when(scope):
            del tags[item.tag.key]


def _by_hand(tags: dict[str, Tag], event: Event, defs: Definitions) -> None:
    """``tag.set`` and ``tag.cleared`` by staff or a model."""
    key = event.payload.get("key")
    item = defs.by_key.get(key) if isinstance(key, str) else None
    if item is None or item.tag.follows:
        return
    if event.type == "tag.set":
        days = event.payload.get("days") or item.tag.expires_after_days
        until = event.at + timedelta(days=days) if days else None
        confidence = float(event.payload.get("confidence", 1.0))
        tags[item.tag.key] = Tag(event.payload.get("value", True), event.at, until, confidence, (event.id,))
    elif event.type == "tag.cleared":
        tags.pop(item.tag.key, None)


def _drop_unconsented(tags: dict[str, Tag], facts: Facts, defs: Definitions) -> None:
    """Sensitive tags exist only with the separate consent; without it the write is refused."""
    if facts.get("consents", {}).get("*/sensitive", False):
        return
    for key in defs.sensitive & tags.keys():
        del tags[key]
