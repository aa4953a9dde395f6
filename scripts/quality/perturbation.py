"""Ways in which real messages differ from clean text: pure functions of a text and a random source.

Each operator returns the text unchanged where it has nothing to do. They share no table with the bot:
traditional characters are OpenCC's for Taiwan with its words, sounds are pypinyin's, and what people would
rather have typed is taken from the frequencies in jieba's dictionary.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import jieba
import yaml
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

Operator = Callable[[str, Random], str]
TABLE = Path(__file__).with_suffix(".yml")
_SPOKEN_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_CHOICES = 5  # homophones that an input method would offer first
_MARKS = "，。？！、；,.?!;…~ "


def traditional(text: str, random: Random) -> str:
    """Taiwan's characters and words."""
    return str(_converter().convert(text))


def full_width(text: str, random: Random) -> str:
    """Letters, digits and signs of ASCII in full width, as old input methods leave them."""
    return text.translate(_WIDE)


def initials(text: str, random: Random) -> str:
    """One word of two or three characters becomes the first letters of its sounds (话费 → hf)."""
    words = words_of(text)
    places = [at for at, word in enumerate(words) if 2 <= len(word) <= 3 and _is_chinese(word)]
    return _with(words, places, random, lambda word: "".join(lazy_pinyin(word, style=Style.FIRST_LETTER)))


def homophone(text: str, random: Random) -> str:
    """One character becomes a frequent one of the same sound whatever the tone (套餐 → 套残)."""
    return _misheard(text, random, _same_sound)


def missing(text: str, random: Random) -> str:
    """One word is left out; a text of one word stays."""
    words = words_of(text)
    places = [at for at, word in enumerate(words) if word not in _MARKS] if len(words) > 2 else []
    return _with(words, places, random, lambda word: "")


def mixed(text: str, random: Random) -> str:
    """One word that people say in English is in English."""
    english: Mapping[str, str] = _table()["english"]
    words = words_of(text)
    return _with(words, [at for at, word in enumerate(words) if word in english], random, english.__getitem__)


def dictated(text: str, random: Random) -> str:
    """Speech recognition: no marks, spoken digits, a filler, and a sound taken for its neighbour."""
    heard = "".join(mark for mark in text if mark not in _MARKS).translate(_SPOKEN_DIGITS)
    words = words_of(_misheard(heard, random, _near_sound))
    words.insert(random.randrange(len(words) + 1), random.choice(_table()["fillers"]))
    return "".join(words)


OPERATORS: dict[str, Operator] = {
    operator.__name__: operator
    for operator in (traditional, full_width, initials, homophone, missing, mixed, dictated)
}


def words_of(text: str) -> list[str]:
    """Plain jieba words."""
    return [str(word) for word in jieba.lcut(text)]


def _with(words: list[str], places: list[int], random: Random, change: Callable[[str], str]) -> str:
    if places:
        place = random.choice(places)
        words[place] = change(words[place])
    return "".join(words)


def _misheard(text: str, random: Random, others: Callable[[str], list[str]]) -> str:
    places = [at for at, mark in enumerate(text) if others(mark)]
    if not places:
        return text
    place = random.choice(places)
    return text[:place] + random.choice(others(text[place])) + text[place + 1 :]


def _same_sound(mark: str) -> list[str]:
    return _others(mark, [_sound(mark)]) if _is_chinese(mark) else []


def _near_sound(mark: str) -> list[str]:
    return _others(mark, _neighbours(_sound(mark))) if _is_chinese(mark) else []


def _others(mark: str, sounds: list[str]) -> list[str]:
    return [other for sound in sounds for other in _by_sound().get(sound, ())[:_CHOICES] if other != mark]


def _neighbours(sound: str) -> list[str]:
    near = [sound]
    for pair in _table()["initials"]:
        near += [new + sound[len(old) :] for old, new in (pair, pair[::-1]) if sound.startswith(old)]
    for pair in _table()["finals"]:
        near += [sound[: -len(old)] + new for old, new in (pair, pair[::-1]) if sound.endswith(old)]
    return near


def _is_chinese(text: str) -> bool:
    return all("一" <= mark <= "鿿" for mark in text)


@cache
def _sound(mark: str) -> str:
    return lazy_pinyin(mark)[0]


@cache
def _by_sound() -> dict[str, list[str]]:
    """Characters by sound, the most frequent first."""
    jieba.initialize()
    often: dict[str, int] = defaultdict(int)
    for word, count in jieba.dt.FREQ.items():
        for mark in word if count and _is_chinese(word) else ():
            often[mark] += count
    found: dict[str, list[str]] = defaultdict(list)
    for mark in sorted(often, key=lambda mark: -often[mark]):
        found[_sound(mark)].append(mark)
    return found


@cache
def _converter() -> OpenCC:
    return OpenCC("s2twp")


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table
