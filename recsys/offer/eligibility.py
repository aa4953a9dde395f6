"""What may be offered, before any ranking: each rejection is a code, in a fixed order of rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from kb.catalogue.schema import Item

Admission = Literal["white", "grey", "black"]
EVERYTHING = "*"  # in admission lists: any product
SOLD_AS = {"copilot": "hotline", "agent": "hotline", "console": "hotline", "web": "app", "sms": "app"}


@dataclass(frozen=True)
class Standing:
    """Where a customer stands: what they hold, what they qualify for, and which lists name them."""

    region: str
    held: tuple[Item, ...] = ()
    qualities: frozenset[str] = frozenset()  # audience=senior, main_card …
    admission: Mapping[str, Admission] = field(default_factory=dict)  # product id or "*" → list

    @cached_property
    def held_ids(self) -> frozenset[str]:
        """Of everything that is held."""
        return frozenset(held.id for held in self.held)

    @cached_property
    def held_tags(self) -> frozenset[str]:
        """Of everything that is held."""
        return frozenset[str]().union(*(tags_of(held) for held in self.held))

    @cached_property
    def brings(self) -> frozenset[str]:
        """All that a product may require: what is held, and the qualities."""
        return self.held_tags | self.qualities

    @cached_property
    def bars(self) -> frozenset[str]:
        """Names that something held excludes."""
        return frozenset[str]().union(*(_names(held.excludes) for held in self.held))


@dataclass(frozen=True, slots=True)
class Terms:
    """What an item asks of those who take it, in one spelling: ``key=value``."""

    item: Item
    needs: frozenset[str]
    bars: frozenset[str]
    tags: frozenset[str]


def terms_of(item: Item) -> Terms:
    """Put together from what stands in the catalogue."""
    return Terms(item, frozenset(_names(item.requires)), frozenset(_names(item.excludes)), tags_of(item))


def unsold(item: Item, region: str, channel: str, day: date) -> str | None:
    """The code of the first of the rules that are the same for everybody there, or none.

    Codes: ``not_on_sale``, ``region``, ``channel``.
    """
    if not item.sold_on(day):
        return "not_on_sale"
    if item.regions and region not in item.regions:
        return "region"
    return None if SOLD_AS.get(channel, channel) in item.channels else "channel"


def conflict(terms: Terms, standing: Standing, *, again: bool = False) -> str | None:
    """The code of the first of the rules about what else they hold, after ``unsold``, or none.

    ``again``: what is held may be ordered once more. Codes: ``owned``, ``requires``, ``excludes``,
    ``admission_black``, ``admission_needed``. `recsys.offer.policy` asks here.
    """
    if not again and terms.item.id in standing.held_ids:
        return "owned"
    if not terms.needs <= standing.brings:
        return "requires"
    if not (terms.bars.isdisjoint(standing.held_tags) and terms.tags.isdisjoint(standing.bars)):
        return "excludes"
    if not terms.item.by_admission and not standing.admission:
        return None
    listed = _listed(terms.item, standing)
    if listed == "black":
        return "admission_black"
    return "admission_needed" if terms.item.by_admission and listed != "white" else None


def warning(item: Item, standing: Standing) -> str | None:
    """``admission_grey`` when an agent must be warned; white and black lists warn of nothing."""
    return "admission_grey" if _listed(item, standing) == "grey" else None


def tags_of(item: Item) -> frozenset[str]:
    """What others may require of it: its id, attribute keys, and ``key=value``."""
    pairs = {f"{key}={_plain(value)}" for key, value in item.attributes.items()}
    return frozenset({item.id, *item.attributes, *pairs})


def agree(one: Terms, other: Terms) -> bool:
    """Whether neither excludes the other."""
    return one.bars.isdisjoint(other.tags) and other.bars.isdisjoint(one.tags)


def _listed(item: Item, standing: Standing) -> Admission | None:
    return standing.admission.get(item.id) or standing.admission.get(EVERYTHING)


def _names(names: Sequence[str]) -> set[str]:
    """``key:value`` and ``key=value`` mean the same."""
    return {name.replace(":", "=") for name in names}


def _plain(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
