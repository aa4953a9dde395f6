"""Which item of the catalogue a message means: by name, by place in what was shown, by price."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.items.pointing import pointed_at
from actions.message.correction import corrected
from actions.message.turn import Turn
from actions.message.values import bare_number
from kb.catalogue.schema import Item, Plan
from recsys.tariff.need import middle

_NAMES = ("plan_name", "product_name", "service_name", "bill_item")
_THESE = re.compile(
    r"[这那刚](?:才|刚)?(?:的|推荐的|那|这)?(?:几|两|俩|三|些)|它俩|都|对比|比较|一下|哪[个款一]|区别|不同|差别|差在|差哪"
)
_PRICE = re.compile(r"\d+\s*(?:块钱?|元)?(?:的|那个|套餐|的套餐|档)*")
_FIGURE = re.compile(r"[\d一二三四五六七八九十百]")


def meant(turn: Turn, shelf: Mapping[str, Item]) -> list[str]:
    """Ids of the shelf in the order said; empty when the message points at none."""
    said = [e["value"] for e in turn.entities if e["entity"] in _NAMES]
    named = [id for id in dict.fromkeys(v for v in said if isinstance(v, str)) if id in shelf]
    return named or pointed_at(turn, shelf) or _by_title(turn.text, shelf)


def compared(turn: Turn, shelf: Mapping[str, Item]) -> list[str]:
    """As ``meant``; without two of them all that was shown last."""
    found = meant(turn, shelf)
    shown = [id for id in turn.focus if id in shelf]
    at = turn.topic.get("at")
    if len(found) == 1 and at in shown and at not in found:  # 「跟第一个比」, after 「第二个呢」
        return [at, *found]
    return found if len(found) > 1 or not _THESE.search(turn.text) else list(dict.fromkeys([*found, *shown]))


def by_price(turn: Turn, shelf: Mapping[str, Any]) -> list[str]:
    """Items whose fee is the amount named: 「79」「79块的」."""
    changed = corrected(turn.text)
    number = changed[1] if changed else bare_number(turn.text)
    fee = number * 100 if number is not None else middle(turn.first("money"))
    return [id for id, item in shelf.items() if fee and item.fee == fee]


def on_sale(shelf: Mapping[str, Plan], day: date) -> dict[str, Plan]:
    """What may be newly ordered on that day."""
    return {id: item for id, item in shelf.items() if item.sold_on(day)}


def plans_asked(turn: Turn, shelf: Mapping[str, Plan], day: date) -> list[str]:
    """Which plan to order; several when the words leave it open.

    A price said beside a name decides within the family: 「79块钱的畅享套餐」 is not 畅享39. A family's name
    alone, 「畅享套餐」, means all of it.
    """
    named, priced = meant(turn, shelf), by_price(turn, on_sale(shelf, day))
    if not named or _PRICE.fullmatch(_words(turn, named[-1])):
        return _of_price(turn, on_sale(shelf, day), priced or named[-1:]) or named[-1:]
    if shelf[named[-1]].fee in {shelf[id].fee for id in priced}:
        return named[-1:]
    if family := [id for id in priced if _family(shelf[id]) == _family(shelf[named[-1]])]:
        return family[:1]
    return _all_of_family(turn, on_sale(shelf, day), shelf[named[-1]]) or named[-1:]


def _of_price(turn: Turn, shelf: Mapping[str, Plan], found: list[str]) -> list[str]:
    """「19块的」: the plan that goes by its price, else what was shown at that price, else all of it."""
    fees = {shelf[id].fee for id in found if id in shelf}
    same = [id for id, plan in shelf.items() if plan.fee in fees]
    plain = [id for id in same if f"{shelf[id].fee // 100}元套餐" in shelf[id].aliases]
    return [id for id in same if id in turn.focus] or plain[:1] or same


def _words(turn: Turn, id: str) -> str:
    """The customer's own words for an item; none when it was not named in this message."""
    said = [e for e in turn.entities if e.get("value") == id and "start" in e]
    return turn.text[said[-1]["start"] : said[-1]["end"]] if said else ""


def _all_of_family(turn: Turn, shelf: Mapping[str, Plan], plan: Plan) -> list[str]:
    """The plans of a family that was named without a figure or a surname of its own."""
    words = _words(turn, plan.id)
    if not words or words in plan.aliases or _FIGURE.search(words) or not words.startswith(_family(plan)):
        return []
    found = [id for id, one in shelf.items() if _family(one) == _family(plan)]
    return found if len(found) > 1 else []


def _family(plan: Plan) -> str:
    """What stands before the figure: 畅享 of 畅享79元套餐."""
    return re.split(r"\d", plan.title, maxsplit=1)[0]


def _by_title(text: str, shelf: Mapping[str, Item]) -> list[str]:
    """The whole title, as our own buttons say it; the longest when one is in another."""
    found = sorted((id for id in shelf if shelf[id].title in text), key=lambda id: -len(shelf[id].title))
    kept: list[str] = []
    for id in found:
        if not any(shelf[id].title in shelf[other].title for other in kept):
            kept.append(id)
    return kept
