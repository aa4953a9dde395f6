"""One product's own words to what is asked about it."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from kb.catalogue.schema import Item
from kb.index.prose import prose

_SENTENCES = 2  # more is a leaflet, not an answer


def fact_of(item: Item, titles: Mapping[str, str], question: str) -> str | None:
    """The sentences of the product's facts that tell what is asked; none when nothing of it is recognised.

    ``titles`` names the products it points to.
    """
    sentences = [part.removeprefix(f"{item.title}:") for part in prose(item, titles).split("。") if part]
    rest = question.replace(item.title, "")
    for asked, told in _aspects():
        if asked.search(rest):
            found = [sentence for sentence in sentences if told.search(sentence)][-_SENTENCES:]
            if found:
                return f"{item.title}:{'。'.join(found)}。"
    return None


@cache
def _aspects() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Pairs of what is asked and what tells it; the first that fits counts."""
    listed = yaml.safe_load(Path(__file__).with_name("aspects.yml").read_text("utf-8"))
    return [(re.compile(one["asked"]), re.compile(one["told"])) for one in listed]
