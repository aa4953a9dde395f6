"""Fold a text to the plain form that the finders read, keeping the way back to the original."""

import unicodedata
from dataclasses import dataclass
from functools import cache

import opencc

LONGEST = 500  # characters of a message; what comes after is not read
_SAME = dict(zip(map(ord, "壹贰叁肆伍陆柒捌玖拾佰仟妳〜—–−"), "一二三四五六七八九十百千你~---", strict=True))
_HAN = "\n".join(map(chr, range(0x4E00, 0xA000)))


@dataclass(frozen=True)
class Folded:
    """``text`` is folded; ``origin[i]`` is where its character i came from (one more for the end)."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original for offsets into ``text``."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(original: str) -> Folded:
    """NFKC, lower case and simplified character by character; invisible characters dropped."""
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(original):
        for plain in _plain(character):
            characters.append(plain)
            origin.append(index)
    return Folded("".join(characters), (*origin, len(original)))


def _plain(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Mn") or (character < " " and character not in "\t\n"):
        return ""
    folded = unicodedata.normalize("NFKC", character).lower()
    return "".join(" " if mark.isspace() else mark for mark in folded.translate(_simplified()))


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters and those of cheques, each with its one simplified character."""
    simple = opencc.OpenCC("t2s").convert(_HAN).translate(_SAME)  # 佰 of 貳佰 too
    pairs = zip(_HAN.split("\n"), simple.split("\n"), strict=True)
    return {ord(old): new for old, new in pairs if old != new and len(new) == 1} | _SAME
