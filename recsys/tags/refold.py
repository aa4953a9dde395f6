"""Fold the log again for some tags alone: those that a changed definition concerns."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from recsys.events.store import event_of
from recsys.sql import schema as t
from recsys.tags.definition import Definitions
from recsys.tags.fold import State, fold
from recsys.tags.tree import named_tags


def affected(defs: Definitions, key: str) -> tuple[str, ...]:
    """The tag and all that rest on it, directly or through others."""
    found = [key]
    for one in found:
        resting = (item.tag.key for item in defs.rules if one in named_tags(item.tag.rule))
        found += [other for other in resting if other not in found]
    return tuple(found)


def _only(defs: Definitions, keys: Collection[str]) -> Definitions:
    def chosen(found: Mapping[str, Any]) -> dict[str, Any]:
        return {
            event: tuple(pair for pair in pairs if pair[0].tag.key in keys) for event, pairs in found.items()
        }

    return replace(
        defs,
        by_key={key: defs.by_key[key] for key in keys},
        following=chosen(defs.following),
        set_by=chosen(defs.set_by),
        cleared_by=chosen(defs.cleared_by),
        rules=tuple(item for item in defs.rules if item.tag.key in keys),
        kept=tuple(item for item in defs.kept if item.tag.key in keys),
    )


def fold_again(
    connection: sa.Connection,
    defs: Definitions,
    keys: Collection[str],
    customers: Collection[str] | None = None,
) -> dict[str, State]:
    """Customer → the state of these tags after all events; ``customers`` none means everybody."""
    chosen, states = _only(defs, keys), dict[str, State]()
    query = sa.select(t.events).order_by(t.events.c.seq)
    if customers is not None:
        query = query.where(t.events.c.customer_id.in_(customers))
    for row in connection.execute(query.execution_options(yield_per=2000)):
        event = event_of(row)
        states[event.customer_id] = fold(states.get(event.customer_id, State()), event, chosen)
    return states
