"""Reasons as Chinese sentences made from data; the sentences are in ``wording.yml``."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recsys.offer.decision import Reason
from recsys.tariff.saving import yuan

FILE = Path(__file__).parent / "wording.yml"


def reason(code: str, **data: Any) -> Reason:
    """The sentence of ``code`` with its data shown by kind; KeyError for an unknown code.

    Names say the kind: ``*_fen`` money, ``*_mb`` data, ``*_month`` YYYY-MM, ``*_day`` an ISO date;
    lists are joined.
    """
    return Reason(code, sentence(code, data), data)


def sentence(code: str, data: Mapping[str, Any]) -> str:
    """The words alone."""
    return _sentences()[code].format(**{name: shown(name, value) for name, value in data.items()})


def shown(name: str, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, (list, tuple)):
        return "、".join(str(part) for part in value)
    if name.endswith("_fen"):
        return yuan(value)
    if name.endswith("_mb"):
        return volume(value)
    if name.endswith("_month"):
        year, number = value.split("-")
        return f"{year}年{int(number)}月"
    if name.endswith("_day"):
        year, number, day = value.split("-")
        return f"{year}年{int(number)}月{int(day)}日"
    return str(value)


def volume(mb: int) -> str:
    """``35GB``, ``2.2GB``, ``500MB``: rounded down, so that nothing is promised that is not there."""
    if abs(mb) < 1024:
        return f"{mb}MB"
    tenths = abs(mb) * 10 // 1024
    sign = "-" if mb < 0 else ""
    return f"{sign}{tenths // 10}GB" if tenths % 10 == 0 else f"{sign}{tenths // 10}.{tenths % 10}GB"


@cache
def wording_version() -> str:
    """A hash of the file, which is read once: part of every decision's versions."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:12]


@cache
def _sentences() -> Mapping[str, str]:
    sentences: Mapping[str, str] = yaml.safe_load(FILE.read_text("utf-8"))
    return sentences
