"""Places abroad as ISO 3166 codes: 东京 JP, 新马泰 [SG, MY, TH], 港澳 [HK, MO], 欧洲 EU (a group)."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.entities.found import Found, Value

_PLACES = Path(__file__).with_name("places.yml")


def find(text: str) -> list[Found]:
    """Destinations in a folded text; the longest name wins."""
    values, fused, pattern = _table()
    return [
        Found("destination", value, match.start(), match.end())
        for match in pattern.finditer(text)
        if match["place"] and (value := values.get(match["place"]) or _codes(match["place"], fused))
    ]


def _codes(word: str, fused: list[dict[str, str]]) -> Value:
    """The places of one fused word, in the order said; none where one is said twice (越老越)."""
    codes = next(codes for codes in fused if re.fullmatch(f"(?:{'|'.join(codes)})+", word))
    said = re.findall("|".join(codes), word)
    return [codes[name] for name in said] if len(set(said)) == len(said) else []


@cache
def _table() -> tuple[dict[str, Value], list[dict[str, str]], re.Pattern[str]]:
    """Codes of every name, of the characters that are fused, and what finds both."""
    places: dict[str, Any] = yaml.safe_load(_PLACES.read_text(encoding="utf-8"))
    values: dict[str, Value] = {
        name: code for code, names in places["countries"].items() for name in names.split()
    }
    values |= places["groups"]
    fused: list[dict[str, str]] = places["fused"]
    ways = [f"(?:{'|'.join(codes)}){{3,}}" for codes in fused]
    ways += map(_whole, sorted([*values, *places["pairs"].split()], key=len, reverse=True))
    no_place = "|".join(places["not_places"].split())
    return values, fused, re.compile(f"{no_place}|(?P<place>{'|'.join(ways)})")


def _whole(name: str) -> str:
    """uk is not in puk."""
    return rf"(?<![a-z]){name}(?![a-z])" if name.isascii() else name
