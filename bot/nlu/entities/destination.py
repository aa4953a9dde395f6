"""Places abroad as ISO 3166 codes: 东京 JP, 新马泰 [SG, MY, TH], 港澳 [HK, MO], 欧洲 EU (a group)."""

import re
from functools import cache
from pathlib import Path

import yaml

from bot.nlu.entities.found import Found, Value

_PLACES = Path(__file__).with_name("places.yml")


def find(text: str) -> list[Found]:
    """Destinations in a folded text; the longest name wins."""
    values, pattern = _table()
    return [
        Found("destination", values[match[0]], match.start(), match.end()) for match in pattern.finditer(text)
    ]


@cache
def _table() -> tuple[dict[str, Value], re.Pattern[str]]:
    places = yaml.safe_load(_PLACES.read_text(encoding="utf-8"))
    values: dict[str, Value] = {
        name: code for code, names in places["countries"].items() for name in names.split()
    }
    values |= places["groups"]
    names = sorted(values, key=len, reverse=True)
    except_in = "|".join(places["not_places"])
    return values, re.compile(rf"(?!{except_in})(?:{'|'.join(names)})")
