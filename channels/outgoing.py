"""The last look at what the bot is about to say: forbidden words do not leave us."""

from collections.abc import Iterator
from typing import Any

from channels.message import Reply
from recsys.wealth.compliance import forbidden_words

_ECHOES = {"options", "actions"}  # what the customer would say next is theirs, not ours


def unspeakable(replies: list[Reply]) -> tuple[str, ...]:
    """The forbidden words in all that the replies show; with a wealth card the list is longer."""
    wealth = any(reply.get("kind") == "wealth" for reply in replies)
    found = (word for text in _shown(replies) for word in forbidden_words(text, wealth=wealth))
    return tuple(dict.fromkeys(found))


def _shown(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _shown(part)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _labels(part) if name in _ECHOES else _shown(part)


def _labels(options: list[dict[str, str]]) -> Iterator[str]:
    """Of an option only its label is ours to say."""
    return (str(option.get("label", "")) for option in options)
