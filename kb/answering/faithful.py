"""Whether a text put in other words still says only what its source says."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kb.catalogue.quantity import quantities
from kb.catalogue.wording import forbidden
from kb.index.names import folded
from kb.visible import INVISIBLE

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿]{2,}")
# What is said of amounts without a number.
_CLAIM = re.compile(
    r"一半|半价|[双两翻]倍|免费|免收|全免|不收费|不要钱|赠送|立减|优惠|封顶|无限|不限|永久|终身"
)
_ADDRESS = re.compile(
    r"(?:https?:|www\.|//|@|[a-z0-9-]+\.(?:com|cn|net|org|top|xyz))[^\s,。]*", re.IGNORECASE
)
_NEGATION = re.compile(r"[不没无未别勿莫非]")
_MARKUP = re.compile(r"[<>{}`|\\]|\*\*|^#", re.MULTILINE)
_LONGER = 1.6  # a text put more simply has not become longer than this
_SHORTER = 0.35


def departures(said: str, source: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """What stands in ``said`` but not in ``source``, or must not be said at all; empty when it may be said.

    ``names`` are what each product is called. Checked are figures (30天 is one with 三十天), numbers, claims
    such as 免费, products, addresses, forbidden words, negations (one more or less turns the meaning round),
    markup and length.
    """
    plain, original = _plain(said), _plain(source)
    return [
        *_length(plain, original),
        *_figures(plain, original),
        *_unknown(_CLAIM, plain, original),
        *_unknown(_ADDRESS, plain, original),
        *_unknown(_MARKUP, plain, original),
        *_products(plain, original, names),
        *forbidden(plain, about_wealth=True),
        *_negations(plain, original),
    ]


def _plain(text: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()


def _length(said: str, source: str) -> Iterator[str]:
    if not _SHORTER * len(source) <= len(said) <= max(_LONGER * len(source), 40):
        yield f"{len(said)} characters for {len(source)}"


def _figures(said: str, source: str) -> Iterator[str]:
    """Quantities by what they mean, all other numbers by their value, numerals as they are written."""
    known = {reading for quantity in quantities(source) for reading in quantity.readings}
    good: list[str] = []
    bad: list[str] = []
    for quantity in quantities(said):
        (good if known & set(quantity.readings) else bad).append(quantity.text)
    yield from bad
    rest, values = said, set(_values(source))
    for text in good:
        rest = rest.replace(text, "\0", 1)
    yield from (f"{value}" for value in _values(rest) if value not in values)
    yield from (numeral for numeral in _NUMERAL.findall(rest) if numeral not in source)


def _values(text: str) -> list[Decimal]:
    return [Decimal(number.replace(",", "")) for number in _NUMBER.findall(text)]


def _unknown(pattern: re.Pattern[str], said: str, source: str) -> Iterator[str]:
    known = {found.lower() for found in pattern.findall(source)}
    return (found for found in pattern.findall(said) if found.lower() not in known)


def _products(said: str, source: str, names: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Names in the text whose product the source does not name."""
    spoken, original = folded(said), folded(source)
    for own in names.values():
        mine = [folded(name) for name in own if len(folded(name)) > 1]
        found = [name for name in mine if name in spoken and name not in original]
        if found and not any(name in original for name in mine):
            yield found[0]


def _negations(said: str, source: str) -> Iterator[str]:
    now, before = (Counter(_NEGATION.findall(text)).total() for text in (said, source))
    if now != before:
        yield f"{now} negations for {before}"
