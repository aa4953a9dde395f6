"""Serve the wishes of a message one after another, as if each had been sent alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.dialogue.wishes import read_habits
from bot.listening import Parse, Wish
from bot.slots import slot, with_slot

Reply = dict[str, Any]
Serve = Callable[[Wish, int], Awaitable["list[Reply]"]]
LATER = "later"  # the slot
SILENT = "offer"  # a suggestion on the table waits for nothing


class Dialogue(Protocol):
    """As ``bot.tracker_store.Carried`` is: the dialogue as text, changed by every wish that is served."""

    dialogue: str | None


@dataclass
class Served:
    """What was said to each wish, and the words of those that from now on wait."""

    replies: list[list[Reply]] = field(default_factory=list)
    later: list[str] = field(default_factory=list)


async def serve_all(heard: Sequence[Wish], carried: Dialogue, serve: Serve, parse: Parse) -> Served:
    """Serve what was just said, then what waited; an order waits while another question is open."""
    habits, served = read_habits(), Served()
    waiting = list(slot(carried.dialogue, LATER) or ())
    for number, wish in enumerate(heard):
        if number and wish.intent in habits.orders and _is_open(carried):
            served.later.append(wish.text)
        else:
            served.replies.append(await serve(wish, number))
    if any(wish.intent in habits.ends for wish in heard):
        waiting = []
    while waiting and not served.later and not _is_open(carried):
        text = waiting.pop(0)
        served.replies.append(await serve(Wish(text, 0, await parse(text)), len(served.replies)))
    if (kept := [*waiting, *served.later]) or slot(carried.dialogue, LATER):
        carried.dialogue = with_slot(carried.dialogue, LATER, kept or None)
    return served


def _is_open(carried: Dialogue) -> bool:
    return slot(carried.dialogue, "question") not in (None, SILENT)


def joined(parts: Sequence[Sequence[Mapping[str, Any]]]) -> list[Reply]:
    """All replies in order; a question that is put again at the end is not put before too."""
    flat = [dict(reply) for part in parts for reply in part]
    last = flat[-1] if flat else {}
    kept = [reply for reply in flat[:-1] if not _same_question(reply, last)]
    unique = [reply for place, reply in enumerate(kept) if reply not in kept[:place]]
    return [*unique, *flat[-1:]]


def _same_question(one: Mapping[str, Any], last: Mapping[str, Any]) -> bool:
    both = one.get("type") == last.get("type") == "choices"
    return both and one["options"] == last["options"] and str(last["text"]).endswith(str(one["text"]))
