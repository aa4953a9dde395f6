"""For whom: self, parent, child, spouse or other; 妈的 and 朋友圈 are nobody."""

import re

from bot.nlu.entities.found import Found
from bot.nlu.entities.wordlist import pattern

_MINE = re.compile(r"(?:我们?家?|咱们?家?|俺们?家?)的?$")
_PEOPLE = ("other", "spouse", "parent", "child", "self")


def find(text: str) -> list[Found]:
    """Persons in a folded text."""
    nobody = [match.span() for match in pattern("person.yml", "nobody").finditer(text)]
    return [
        Found("person", match.lastgroup or "", _mine(text, match.start()), match.end())
        for match in pattern("person.yml", *_PEOPLE).finditer(text)
        if not any(match.start() < end and start < match.end() for start, end in nobody)
    ]


def _mine(text: str, start: int) -> int:
    """Where the 我 of 我妈, 我家孩子 begins."""
    mine = _MINE.search(text, max(0, start - 4), start)
    return mine.start() if mine else start
