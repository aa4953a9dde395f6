"""For whom: self, parent, child, spouse or other; 妈的 and 朋友圈 are nobody."""

from bot.nlu.entities.found import Found
from bot.nlu.entities.wordlist import pattern

_PEOPLE = ("other", "spouse", "parent", "child", "self")


def find(text: str) -> list[Found]:
    """Persons in a folded text."""
    nobody = [match.span() for match in pattern("person.yml", "nobody").finditer(text)]
    return [
        Found("person", match.lastgroup or "", *match.span())
        for match in pattern("person.yml", *_PEOPLE).finditer(text)
        if not any(match.start() < end and start < match.end() for start, end in nobody)
    ]
