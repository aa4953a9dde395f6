"""What may be offered, before any ranking: each rejection is a code, in a fixed order of rules."""

from collections.abc import Iterator, Mapping, Sequence
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
    def held_tags(self) -> frozenset[str]:
        """Of everything that is held."""
        return frozenset[str]().union(*(tags_of(held) for held in self.held))

    @cached_property
    def bars(self) -> frozenset[str]:
        """Names that something held excludes."""
        return frozenset[str]().union(*(_names(held.excludes) for held in self.held))


def rejections(item: Item, standing: Standing, *, channel: str, day: date) -> Iterator[str]:
    """The codes of the catalogue's rules against ``item``, in their order; `recsys.offer.policy` asks here.

    Codes: ``not_on_sale``, ``region``, ``channel``, ``owned``, ``requires``, ``excludes``,
    ``admission_black``, ``admission_needed``.
    """
    if not item.sold_on(day):
        yield "not_on_sale"
    if item.regions and standing.region not in item.regions:
        yield "region"
    if SOLD_AS.get(channel, channel) not in item.channels:
        yield "channel"
    if any(held.id == item.id for held in standing.held):
        yield "owned"
    if not meets_requirements(item, standing):
        yield "requires"
    if _excluded(item, standing):
        yield "excludes"
    listed = _listed(item, standing)
    if listed == "black":
        yield "admission_black"
    if item.by_admission and listed != "white":
        yield "admission_needed"


def warning(item: Item, standing: Standing) -> str | None:
    """``admission_grey`` when an agent must be warned; white and black lists warn of nothing."""
    return "admission_grey" if _listed(item, standing) == "grey" else None


def tags_of(item: Item) -> frozenset[str]:
    """What others may require of it: its id, attribute keys, and ``key=value``."""
    pairs = {f"{key}={_plain(value)}" for key, value in item.attributes.items()}
    return frozenset({item.id, *item.attributes, *pairs})


def agree(one: Item, other: Item) -> bool:
    """Whether neither excludes the other."""
    if not one.excludes and not other.excludes:
        return True
    return not (_names(one.excludes) & tags_of(other) or _names(other.excludes) & tags_of(one))


def meets_requirements(item: Item, standing: Standing) -> bool:
    """Whether all it requires is held or a quality of the customer."""
    return not item.requires or _names(item.requires) <= standing.held_tags | standing.qualities


def _excluded(item: Item, standing: Standing) -> bool:
    """Whether it and something held do not ``agree``."""
    if item.excludes and not standing.held_tags.isdisjoint(_names(item.excludes)):
        return True
    return bool(standing.bars) and not standing.bars.isdisjoint(tags_of(item))


def _listed(item: Item, standing: Standing) -> Admission | None:
    return standing.admission.get(item.id) or standing.admission.get(EVERYTHING)


def _names(names: Sequence[str]) -> set[str]:
    """``key:value`` and ``key=value`` mean the same."""
    return {name.replace(":", "=") for name in names}


def _plain(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
