"""What people call a product, for the index, the bot's lookups and its dictionary."""

import re
from collections import Counter
from collections.abc import Iterator

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Item
from kb.index.names import folded

_KINDS = {
    "mobile": "plan",
    "pack": "pack",
    "broadband": "broadband",
    "service": "service",
    "wealth": "wealth",
}
# What is left out in speech: 畅享79元套餐 → 畅享79元, 畅享79套餐, 畅享79.
_SHORTENINGS = (
    re.compile(r"(?:套餐|业务|服务|产品|计划|理财|基金)$"),
    re.compile(r"(?<=\d)元(?=套餐|档|$)"),
    re.compile(r"[((][^()()]*[))]$"),
    re.compile(r"^(?:云通|云行)"),
)
_HAN = re.compile(r"[\u3400-\u9fff]{2,8}")
_AMOUNT = re.compile(r"\d+(?:元|块|块钱|套餐)?$")
# Words for jieba: short names without numerals and without what joins words, which are better cut.
_WORD = re.compile(r"(?:(?![一二三四五六七八九十两半的到和加里给在])[\u3400-\u9fff]){2,5}")


def kind_of(item: Item) -> str:
    """plan, pack, broadband, service or wealth."""
    return _KINDS[str(getattr(item, "line", ""))]


def names_of(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Per item its title, aliases and those short forms that mean no other item."""
    given = {item.id: [item.title, *item.aliases] for item in catalogue.items.values()}
    taken = {folded(name) for names in given.values() for name in names}
    short = {
        key: list(dict.fromkeys(s for name in names for s in _short(name))) for key, names in given.items()
    }
    uses = Counter(folded(name) for names in short.values() for name in dict.fromkeys(names))
    return {
        key: (*names, *(name for name in short[key] if uses[folded(name)] == 1 and folded(name) not in taken))
        for key, names in given.items()
    }


def listed_names(catalogue: Catalogue) -> list[dict[str, object]]:
    """What the bot's names file holds: ``{id, kind, line, names}`` of every item."""
    return [
        {"id": key, "kind": kind_of(item), "line": getattr(item, "line", ""), "names": list(names)}
        for key, names in names_of(catalogue).items()
        for item in [catalogue.item(key)]
    ]


def dictionary_of(catalogue: Catalogue, domain: list[str]) -> list[str]:
    """Words for jieba: short names and beginnings of names in Chinese, apps, and the domain's own words.

    Names with digits are left to be cut (畅享 79 元 套餐), so that a figure stays a word of its own.
    """
    words = set(domain)
    for names in names_of(catalogue).values():
        words |= {name for name in names if _WORD.fullmatch(name)}
        words |= {part for name in names for part in _stems(name)}
    for tariff in [*catalogue.plans.values(), *catalogue.packs.values()]:
        words |= {app for app in tariff.allowance.directed.apps if _HAN.fullmatch(app)}
    return sorted(words)


def _short(name: str) -> Iterator[str]:
    forms = {name}
    for pattern in _SHORTENINGS:
        forms |= {pattern.sub("", form) for form in forms}
    return (form for form in sorted(forms - {name}) if _is_name(form))


def _is_name(form: str) -> bool:
    """Not an amount (39元), nor the rest of a phrase (最便宜的)."""
    return len(form) >= 3 and not _AMOUNT.fullmatch(form) and not form.endswith(("的", "里"))


def _stems(name: str) -> Iterator[str]:
    """The characters before a figure: 畅享 of 畅享79元套餐."""
    head = re.match(r"[\u3400-\u9fff]{2,4}(?=\d)", name)
    if head:
        yield head[0]
