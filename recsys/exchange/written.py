"""Days, numbers, money and answers as people write them, made what a row holds; the rest stays as it is.

What can be meant in two ways is not guessed: it stays, and the check of the row refuses it.
"""

import re
import unicodedata
from decimal import Decimal

_DAY = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?$")
_MONTH = re.compile(r"(\d{4})(?:[-/.年]?)(\d{1,2})月?$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?$")
_MONEY = re.compile(r"[¥￥]?([+-]?[\d,]+(?:\.\d+)?)(万元|元|分)$")
_FEN = {"万元": 1_000_000, "元": 100, "分": 1}
_ANSWERS = {"是": "true", "否": "false", "同意": "true", "不同意": "false"}
_GENDERS = {"女": "female", "男": "male"}


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


def answer(text: str) -> str:
    """是 and 否."""
    said = plain(text)
    return _ANSWERS.get(said, said)


def gender(text: str) -> str:
    """女 and 男."""
    said = plain(text)
    return _GENDERS.get(said, said)
