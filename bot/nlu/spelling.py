"""Reads a misspelt text as it was meant: homophones (套残 is 套餐) and initials (hf is 话费).

A noisy channel (Kernighan, Church and Gale 1990): of all ways to read a text, the one that is most probable
under a model of character pairs, where every changed character costs. The pairs are counted in the training
examples. Characters inside a known word are never changed. Costs about 0.2 ms a message.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from pypinyin import Style, lazy_pinyin

from bot.nlu.entities.names import sound

Cut = Callable[[str], Iterable[str]]

_PIECE = re.compile(r"[a-z]+|[^a-z]")
_EDGE = "\0"
_SMOOTHING = 3.0  # how many sightings of a character what usually comes next is worth
_CHANGE, _HABIT = 6.0, 0.5  # what a change costs in nats, and more of it for a character that is often used
_HOMOPHONES, _WORDS = 12, 12  # at most so many readings of a character, of initials
_SEEN_CHARACTER, _SEEN_WORD = 2, 3  # fewer sightings are not trusted
_ABBREVIATED = range(2, 5)


@dataclass(frozen=True)
class Spelling:
    """How often each piece (character or Latin word), pair of pieces and Chinese word was written."""

    pieces: dict[str, int]
    pairs: dict[str, dict[str, int]]
    words: dict[str, int]

    @cached_property
    def total(self) -> int:
        """How many pieces were counted."""
        return sum(self.pieces.values())

    @cached_property
    def begun(self) -> dict[str, int]:
        """How many pairs begin with each piece."""
        return {first: sum(after.values()) for first, after in self.pairs.items()}

    @cached_property
    def homophones(self) -> dict[str, list[str]]:
        """Characters by sound, the most used first."""
        found: dict[str, list[str]] = defaultdict(list)
        for piece, count in _by_count(self.pieces):
            if count >= _SEEN_CHARACTER and _is_chinese(piece):
                found[sound(piece)].append(piece)
        return found

    @cached_property
    def initials(self) -> dict[str, list[str]]:
        """Words by the first letters of their sounds, the most used first."""
        found: dict[str, list[str]] = defaultdict(list)
        for word, count in _by_count(self.words):
            if count >= _SEEN_WORD and len(word) in _ABBREVIATED:
                found["".join(lazy_pinyin(word, style=Style.FIRST_LETTER))].append(word)
        return found

    def cost(self, first: str, second: str) -> float:
        """How surprising a pair is, in nats."""
        single = (self.pieces.get(second, 0) + 0.1) / (self.total + 0.1 * len(self.pieces))
        seen = self.pairs.get(first, {}).get(second, 0)
        return -math.log((seen + _SMOOTHING * single) / (self.begun.get(first, 0) + _SMOOTHING))


def learn(texts: Sequence[str], cut: Cut) -> Spelling:
    """Count in folded texts; ``cut`` finds words."""
    pieces: Counter[str] = Counter()
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    words: Counter[str] = Counter()
    for text in texts:
        row = [_EDGE, *_PIECE.findall(text), _EDGE]
        pieces.update(row[1:])
        for first, second in pairwise(row):
            pairs[first][second] += 1
        words.update(word for word in cut(text) if _is_chinese(word))
    return Spelling(dict(pieces), {first: dict(after) for first, after in pairs.items()}, dict(words))


def read(text: str, spelling: Spelling, cut: Cut) -> str:
    """The most probable reading of a folded text (Viterbi over its pieces)."""
    best: dict[str, tuple[float, str]] = {_EDGE: (0.0, "")}
    for piece, whole in _pieces(text, cut):
        after: dict[str, tuple[float, str]] = {}
        for reading, price in _readings(piece, whole, spelling):
            inner = price + sum(spelling.cost(first, second) for first, second in pairwise(reading))
            cost, path = min(
                (paid + inner + spelling.cost(last, reading[0]), path) for last, (paid, path) in best.items()
            )
            if reading[-1] not in after or cost < after[reading[-1]][0]:
                after[reading[-1]] = (cost, path + "".join(reading))
        best = after
    return min((paid + spelling.cost(last, _EDGE), path) for last, (paid, path) in best.items())[1]


def _pieces(text: str, cut: Cut) -> Iterable[tuple[str, bool]]:
    """The pieces, and whether each is inside a known word of several characters."""
    inside = [len(word) > 1 for word in cut(text) for _mark in word]
    for match in _PIECE.finditer(text):
        yield match[0], inside[match.start()]


def _readings(piece: str, whole: bool, spelling: Spelling) -> list[tuple[tuple[str, ...], float]]:
    """Ways to read a piece, each with what it costs; the first is the piece as it stands."""
    used = spelling.pieces.get(piece, 0)
    asis: list[tuple[tuple[str, ...], float]] = [((piece,), 0.0)]
    if _is_chinese(piece):
        price = _CHANGE + _HABIT * math.log1p(used)
        others = () if whole else spelling.homophones.get(sound(piece), [])[:_HOMOPHONES]
        return asis + [((other,), price) for other in others if other != piece]
    if used >= _SEEN_WORD:
        return asis
    return asis + [(tuple(word), 0.0) for word in spelling.initials.get(piece, [])[:_WORDS]]


def _by_count(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _is_chinese(text: str) -> bool:
    return all("一" <= mark <= "鿿" for mark in text)
