"""Days, numbers, money and answers as people write them, made what a row holds; the rest stays as it is.

What can be meant in two ways is not guessed: it stays, and the check of the row refuses it.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("words.yml")

_DAY = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?$")
_MOMENT = re.compile(r"(\S+) +(\d{1,2}):(\d{2})(?::(\d{2}))?$")
_SHORTENED = re.compile(r"\d(\.\d+)?E\+?\d+$", re.IGNORECASE)
_IDENTITY = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$")
_MONTH = re.compile(r"(\d{4})(?:[-/.年]?)(\d{1,2})月?$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_MONEY = re.compile(r"[¥￥]?([+-]?[\d,]+(?:\.\d+)?)(万元|元|分)$")
_FEN = {"万元": 1_000_000, "元": 100, "分": 1}


def plain(text: str) -> str:
    """Half-width, without spaces around it."""
    return unicodedata.normalize("NFKC", text).strip()


def phone(text: str) -> str:
    """Without spaces and hyphens."""
    return re.sub(r"[\s-]", "", plain(text))


def day(text: str) -> str:
    """2026/1/5, 2026.1.5, 2026年1月5日 and 20260105 are 2026-01-05; so is midnight of that day."""
    said = plain(text).removesuffix(" 00:00:00").removesuffix("T00:00:00")
    if len(said) == 8 and said.isdigit():
        return f"{said[:4]}-{said[4:6]}-{said[6:]}"
    found = _DAY.match(said)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else said


def moment(text: str, zone: tzinfo) -> str:
    """2026/1/5 9:30, as spreadsheets write it, is meant in ``zone``; ISO 8601 must name its own."""
    said = plain(text)
    found = _MOMENT.match(said)
    if not found:
        return said
    written = f"{day(found[1])}T{int(found[2]):02}:{found[3]}:{found[4] or '00'}"
    try:
        return datetime.fromisoformat(written).replace(tzinfo=zone).isoformat()
    except ValueError:
        return said


def month(text: str) -> str:
    """2026/1, 202601 and 2026年1月 are 2026-01."""
    said = plain(text)
    found = _MONTH.match(said)
    return f"{found[1]}-{int(found[2]):02}" if found else said


def number(text: str) -> str:
    """1,234 is 1234, and 1234.0 too."""
    said = plain(text)
    said = said.replace(",", "") if _GROUPED.match(said) else said
    return said.removesuffix(".0").removesuffix(".00")


def fen(text: str) -> str:
    """1,234.50元 is 123450; without its unit an amount with a point is not understood."""
    said = plain(text).replace("¥", "")
    found = _MONEY.match(said)
    if not found:
        return number(said)
    amount = Decimal(found[1].replace(",", "")) * _FEN[found[2]]
    return str(int(amount)) if amount == int(amount) else said


def number_of(text: str) -> str:
    """A number that names something; raises ValueError for one that a spreadsheet has spoilt."""
    said = plain(text).replace(" ", "")
    if _SHORTENED.match(said):
        raise ValueError("was shortened by the spreadsheet: format the column as text and fill it again")
    return said


def document(text: str) -> str:
    """The same; of an identity number the last digit must fit the others."""
    said = number_of(text).upper()
    if len(said) < 5:
        raise ValueError("is no number of a document: 5 characters or more")
    if _IDENTITY.match(said) and not _last_digit_fits(said):
        raise ValueError(
            "is no identity number: its last digit does not fit. A spreadsheet keeps only 15 digits: "
            "format the column as text and fill it again"
        )
    return said


def _last_digit_fits(number: str) -> bool:
    """X counts ten; each place is worth twice the one behind it (GB 11643-1999)."""
    digits = (10 if digit == "X" else int(digit) for digit in reversed(number))
    return sum(digit << place for place, digit in enumerate(digits)) % 11 == 1


def meant(kind: str) -> Callable[[str], str]:
    """Reads 女, 是, 热线, … as the word of ours that words.yml has for it."""
    words = _words()[kind]

    def read(text: str) -> str:
        said = plain(text)
        return words.get(said, said)

    return read


@cache
def _words() -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text("utf-8"))
    return told
