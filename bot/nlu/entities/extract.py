"""All entities of one message: fold, find, settle overlaps, give offsets into the original."""

from datetime import date

from bot.nlu.entities import (
    bill_item,
    data_volume,
    destination,
    duration,
    masked,
    money,
    naming,
    person,
    risk_level,
    voice_minutes,
)
from bot.nlu.entities import date as dates
from bot.nlu.entities.fold import LONGEST, fold
from bot.nlu.entities.found import Found
from bot.nlu.entities.names import Names

NAMES = ("plan_name", "product_name", "service_name")
PRIVATE = ("phone_number", "id_number", "bank_card")
_SAID_IN_NAMES = ("money", "data_volume", "voice_minutes", "duration", "destination")
_PLAIN = (data_volume, voice_minutes, duration, money, destination, risk_level, person, bill_item)


def extract(text: str, today: date, catalogue: Names) -> list[Found]:
    """Entities in order of place; offsets are into ``text`` as given, of which the first LONGEST count."""
    folded = fold(text[:LONGEST])
    private = masked.find(folded.text)
    plain = "".join(_hidden(folded.text, private))
    found = list(private)
    for item in [*naming.find(plain, catalogue), *dates.find(plain, today)]:
        if not any(item.overlaps(other) for other in found):
            found.append(item)
    for finder in _PLAIN:
        for item in finder.find(plain):
            if not any(item.overlaps(other) and _excludes(plain, other, item) for other in found):
                found.append(item)
    placed = [
        Found(item.entity, item.value, *folded.span(item.start, item.end), item.confidence) for item in found
    ]
    return sorted(placed, key=lambda item: (item.start, item.end))


def _hidden(text: str, private: list[Found]) -> list[str]:
    characters = list(text)
    for item in private:
        characters[item.start : item.end] = "■" * (item.end - item.start)
    return characters


def _excludes(text: str, kept: Found, item: Found) -> bool:
    """Whether ``kept`` leaves no room for ``item`` in the same place.

    A name made of a quantity (10元流量包, 三年定期) says that quantity too; a name that only contains a
    number (畅享79元套餐, 129那个) does not. A service may also be what a bill is disputed for.
    """
    if kept.entity not in NAMES:
        return item.entity != "bill_item" or kept.entity in PRIVATE or kept.entity == "date"
    if item.entity == "bill_item":
        return kept.entity == "plan_name"
    return item.entity not in _SAID_IN_NAMES or item.start > kept.start
