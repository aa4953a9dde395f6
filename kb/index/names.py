"""Names of products in a question: titles, aliases and short forms, also mistyped."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

_FUZZY_LENGTH = 4  # shorter names are too easily something else
_CUT_OFF = 75
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Mention:
    """A name found in a question; ``likeness`` is 1 when it is written as in the catalogue."""

    name: str
    documents: tuple[int, ...]
    likeness: float


class NameIndex:
    """Finds which documents a question names."""

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        owners: dict[str, list[int]] = defaultdict(list)
        for document, own in enumerate(names):
            for name in dict.fromkeys(map(folded, own)):
                if len(name) >= 2:
                    owners[name].append(document)
        self._owners: Mapping[str, list[int]] = owners
        self._lengths = sorted({len(name) for name in owners}, reverse=True)
        self._fuzzy = [name for name in owners if len(name) >= _FUZZY_LENGTH]
        holders: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._fuzzy):
            for char in set(name):
                holders[char].append(number)
        self._holders = {char: np.array(numbers) for char, numbers in holders.items()}
        self._needed = np.array([len(set(name)) - _allowed(name) for name in self._fuzzy])

    def mentions(self, question: str) -> list[Mention]:
        """Exact names, longest first and not overlapping; if there are none, the likeliest mistyped ones."""
        plain = folded(question)
        return self._exact(plain) or self._mistyped(plain)

    def _exact(self, plain: str) -> list[Mention]:
        found: list[Mention] = []
        for length in self._lengths:
            for start in range(len(plain) - length + 1):
                name = plain[start : start + length]
                if name in self._owners and not _splits_number(plain, start, start + length):
                    found.append(Mention(name, tuple(self._owners[name]), 1.0))
                    plain = plain[:start] + "\0" * length + plain[start + length :]
        return found

    def _mistyped(self, plain: str) -> list[Mention]:
        if len(plain) < _FUZZY_LENGTH - 1:
            return []
        likely = self._with_shared_characters(plain)
        near = process.extract(plain, likely, scorer=fuzz.partial_ratio, score_cutoff=_CUT_OFF, limit=5)
        found = [mention for name, _, _ in near if (mention := self._likeness(plain, name))]
        best = max((mention.likeness for mention in found), default=0)
        return [mention for mention in found if mention.likeness == best]

    def _with_shared_characters(self, plain: str) -> list[str]:
        """Names of which at most as many characters are missing as may be wrong."""
        holders = [self._holders[char] for char in set(plain) if char in self._holders]
        if not holders:
            return []
        shared = np.bincount(np.concatenate(holders), minlength=len(self._fuzzy))
        return [self._fuzzy[number] for number in np.flatnonzero(shared >= self._needed)]

    def _likeness(self, plain: str, name: str) -> Mention | None:
        """Few enough wrong characters, and no wrong digit."""
        place = fuzz.partial_ratio_alignment(plain, name)
        if place is None:
            return None
        written = plain[place.src_start : place.src_end]
        allowed = _allowed(name)
        distance = Levenshtein.distance(written, name, score_cutoff=allowed)
        if distance > allowed or _DIGITS.findall(written) != _DIGITS.findall(name):
            return None
        if _splits_number(plain, place.src_start, place.src_end):
            return None
        return Mention(name, tuple(self._owners[name]), 1 - distance / len(name))


def named_in_full(question: str, named: Mapping[int, Mention]) -> str:
    """A mistyped name is followed by the right one, so that its terms count."""
    right = dict.fromkeys(mention.name for mention in named.values() if mention.likeness < 1)
    return " ".join([question, *right])


def _allowed(name: str) -> int:
    """Wrong characters: one in a name of up to five, two in a longer one."""
    return 1 if len(name) <= 5 else 2


def folded(name: str) -> str:
    """Lower case without spaces; both sides of a comparison are folded."""
    return "".join(name.lower().split())


def _splits_number(text: str, start: int, end: int) -> bool:
    """畅享19 is not named in 畅享199."""
    before = start > 0 and text[start - 1].isdigit() and text[start].isdigit()
    after = end < len(text) and text[end - 1].isdigit() and text[end].isdigit()
    return before or after
