"""The one way in which tags change: ``fold(state, event, definitions) -> state``.

Pure and idempotent: folding the log again gives the same tags, folding an event twice changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import log2
from typing import Any

from recsys.events.event import Event
from recsys.tags.definition import Compiled, Definitions
from recsys.tags.facts import Facts, learn
from recsys.tags.rule import Scope

EVIDENCE = 5  # event ids kept per tag
SEEN = 64  # event ids remembered against repetition; the SQL log remembers all
FLOOR = 0.1  # an intent weaker than this is over


@dataclass(frozen=True, slots=True)
class Tag:
    """A value of a tag; ``confidence`` of an intent is its strength at ``since``."""

    value: Any
    since: datetime
    until: datetime | None
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """All that is folded for one customer."""

    facts: Facts = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=dict)
    seen: tuple[str, ...] = ()


def fold(state: State, event: Event, defs: Definitions) -> State:
    """The state after the event."""
    if event.id in state.seen:
        return state
    scope = Scope(learn(state.facts, event), event.payload, event.at)
    tags = {key: tag for key, tag in state.tags.items() if tag.until is None or tag.until > event.at}
    if personalised(scope.facts):
        _set(tags, scope, event, defs)
        _clear(tags, scope, event, defs)
        _by_hand(tags, event, defs)
    else:
        tags = {}
    _drop_unconsented(tags, scope.facts, defs)
    return State(scope.facts, tags, (*state.seen, event.id)[-SEEN:])


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


def _set(tags: dict[str, Tag], scope: Scope, event: Event, defs: Definitions) -> None:
    triggered = defs.set_by.get(event.type, [])
    if event.type in ("consent.given", "customer.updated"):
        triggered = [*triggered, *((item, _always) for item in defs.from_facts)]
    for item, when in triggered:
        if when(scope):
            _evaluate(tags, item, scope, event)


def _evaluate(tags: dict[str, Tag], item: Compiled, scope: Scope, event: Event) -> None:
    value, key = item.value(scope), item.tag.key
    if value is None or value is False:
        if item.tag.kind in ("fact", "rule"):
            tags.pop(key, None)
    elif item.tag.kind == "intent":
        tags[key] = _raised(tags.get(key), value, item, event)
    else:
        held = _held(tags.get(key), value, item, scope, event)
        if held is None:
            tags.pop(key, None)
        else:
            tags[key] = held


def _raised(old: Tag | None, value: Any, item: Compiled, event: Event) -> Tag:
    """Every mention adds to what is left of the earlier ones, never beyond 1."""
    half_life = item.tag.half_life_days or 1.0
    left = strength(old, half_life, event.at) if old else 0.0
    said = item.tag.weight * float(event.payload.get("confidence", 1.0))
    now = round(1 - (1 - left) * (1 - said), 6)
    until = event.at + timedelta(days=half_life * max(0.0, log2(now / FLOOR)))
    evidence = (*(old.evidence if old else ()), event.id)[-EVIDENCE:]
    return Tag(value, event.at, until, now, evidence)


def _held(old: Tag | None, value: Any, item: Compiled, scope: Scope, event: Event) -> Tag | None:
    """A fact, rule or statement. An unchanged value keeps its beginning and gains evidence."""
    since, until = event.at, None
    if item.tag.expires_after_days:
        until = event.at + timedelta(days=item.tag.expires_after_days)
    if item.holds_from is not None and item.tag.days_before:
        day = item.holds_from(scope)
        if day is None:
            return None
        until = datetime.fromisoformat(day).replace(tzinfo=UTC)
        since = until - timedelta(days=item.tag.days_before)
        if until <= event.at:
            return None
    if old is not None and old.value == value:
        kept = old.since if item.holds_from is None else since
        return replace(old, since=kept, until=until, evidence=(*old.evidence, event.id)[-EVIDENCE:])
    return Tag(value, since, until, 1.0, (event.id,))


def _clear(tags: dict[str, Tag], scope: Scope, event: Event, defs: Definitions) -> None:
    for item, when in defs.cleared_by.get(event.type, []):
        if item.tag.key in tags and when(scope):
            del tags[item.tag.key]


def _by_hand(tags: dict[str, Tag], event: Event, defs: Definitions) -> None:
    """``tag.set`` and ``tag.cleared`` by staff or a model."""
    key = event.payload.get("key")
    if event.type == "tag.set" and key in defs.by_key:
        days = event.payload.get("days") or defs.by_key[key].tag.expires_after_days
        until = event.at + timedelta(days=days) if days else None
        confidence = float(event.payload.get("confidence", 1.0))
        tags[key] = Tag(event.payload.get("value", True), event.at, until, confidence, (event.id,))
    elif event.type == "tag.cleared":
        tags.pop(str(key), None)


def _drop_unconsented(tags: dict[str, Tag], facts: Facts, defs: Definitions) -> None:
    """Sensitive tags exist only with the separate consent; without it the write is refused."""
    if facts.get("consents", {}).get("*/sensitive", False):
        return
    for key in [key for key in tags if key in defs.by_key and defs.by_key[key].tag.sensitive]:
        del tags[key]


def _always(_scope: Scope) -> bool:
    return True
