"""What the talk is about after an answer: the kind of what was shown, or the answer itself."""

from typing import Any

from actions.message.turn import KEEP, Said, Turn
from kb.catalogue.catalogue import Catalogue

DEPOSIT = "deposit"  # ``about``, with ``money`` in fen and ``days``


def topic_after(catalogue: Catalogue, turn: Turn, said: Said) -> Any:
    """The slot's new value: ``about`` and ``shelf``; KEEP when the answer changes nothing."""
    if said.focus is KEEP and said.topic is KEEP:
        return KEEP
    shelf = turn.topic.get("shelf") if said.focus is KEEP else shelf_of(catalogue, said.focus)
    about = {"about": shelf} if said.topic is KEEP else dict(said.topic or {})
    return {name: value for name, value in (about | {"shelf": shelf}).items() if value}


def shelf_of(catalogue: Catalogue, focus: list[str]) -> str | None:
    """Plan, pack, service, broadband or wealth: the kind of the first thing in focus."""
    lines = {"mobile": "plan"}
    found = [getattr(catalogue.items[id], "line", None) for id in focus if id in catalogue.items]
    return lines.get(str(found[0]), found[0]) if found else None
