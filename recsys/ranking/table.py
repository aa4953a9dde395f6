"""The table of ranking: costs, annoyance, cooling, spread, exploration; see ``ranking.yml``."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recsys.offer import refusal
from recsys.value import margin

FILES = (
    Path(__file__).with_name("ranking.yml"),
    Path(margin.__file__).with_name("margins.yml"),
    Path(refusal.__file__).with_name("cooling.yml"),
)
PPM = 1_000_000
Table = Mapping[str, Any]


@cache
def ranking() -> Table:
    """The content of ranking.yml, with the days that a refusal rests everywhere."""
    loaded: Table = yaml.safe_load(FILES[0].read_text("utf-8"))
    return {**loaded, "declined_days": refusal.table()["declined"]}


@cache
def table_version() -> str:
    """A hash of the tables that a value follows from: ranking, margins and refusals."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in FILES)).hexdigest()[:12]
