"""What things are called in Chinese: words of ``wording.yml``, values with their unit, happenings."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from recsys.offer.wording import volume
from recsys.tags.tree import Tree
from recsys.tariff.saving import yuan

FILE = Path(__file__).with_name("wording.yml")
_FEES = ("fee", "over_data_fee", "over_voice_fee", "over_message_fee", "total")
_DATA = ("data_mb", "directed_mb", "allowed_mb")


@cache
def words(part: str) -> dict[Any, str]:
    """One section of the file."""
    found: dict[Any, str] = yaml.safe_load(FILE.read_text("utf-8"))[part]
    return found


def happening(name: str) -> str:
    """「投诉」; a contact says its kind and result."""
    kind, _, rest = name.partition(":")
    if kind == "contact":
        return f"{words('happenings')['contact.made']}({rest.replace('/', ',')})"
    if kind in ("about", "asked", "used"):
        return words("words")[kind].format(what=words("services").get(rest, rest))
    if kind == "channel":
        return f"{words('channels').get(rest, rest)}{words('happenings')['contact.made']}"
    return words("happenings").get(name, name)


def unit(tree: Tree) -> str:
    """``fen``, ``mb`` or nothing."""
    if not isinstance(tree, list):
        return ""
    name = tree[0]
    field = tree[-1] if name in ("avg", "sum", "max", "min", "last", "month") else ""
    if field in _FEES or name == "holding_sum" or tree == ["fact", "profile", "plan_fee"]:
        return "fen"
    if field in _DATA:
        return "mb"
    if name in ("+", "-", "*", "round"):
        return next(filter(None, map(unit, tree[1:])), "") if tree != ["*", 100] else ""
    return ""


def shown(value: Any, measure: str) -> str:
    """A value as people read it."""
    if value is None:
        return words("words")["unknown"]
    if isinstance(value, bool):
        return words("words")[value]
    if isinstance(value, list):
        return "、".join(map(str, value)) or "0"
    if isinstance(value, int | float) and measure:
        return yuan(round(value)) if measure == "fen" else volume(round(value))
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return words("values").get(value, words("channels").get(value, str(value)))
