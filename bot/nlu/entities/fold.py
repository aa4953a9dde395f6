"""Fold a text to the plain form that the finders read, keeping the way back to the original."""

import unicodedata
from dataclasses import dataclass

LONGEST = 500  # characters of a message; what comes after is not read
_SAME = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億兩個塊錢〜~—–－", "一二三四五六七八九十百千万亿两个块钱~~---"
)


@dataclass(frozen=True)
class Folded:
    """``text`` is folded; ``origin[i]`` is where its character i came from (one more for the end)."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original for offsets into ``text``."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(original: str) -> Folded:
    """NFKC and lower case character by character; invisible characters dropped."""
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
    folded = unicodedata.normalize("NFKC", character).lower().translate(_SAME)
    return "".join(" " if mark.isspace() else mark for mark in folded)
