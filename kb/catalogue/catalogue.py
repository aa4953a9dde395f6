"""A whole catalogue in memory."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kb.catalogue.schema import (
    Broadband,
    Faq,
    Item,
    Pack,
    Plan,
    Policy,
    Record,
    Script,
    Service,
    WealthProduct,
)

KINDS: Mapping[str, type[Record]] = {
    "plans": Plan,
    "packs": Pack,
    "broadband": Broadband,
    "services": Service,
    "wealth": WealthProduct,
    "faq": Faq,
    "scripts": Script,
    "policies": Policy,
}


class CatalogueError(Exception):
    """The catalogue cannot be used; ``problems`` holds one "file, item id, field: message" per fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Everything that was read, by id (policies by key), in file order; compare by ``version``."""

    plans: dict[str, Plan]
    packs: dict[str, Pack]
    broadband: dict[str, Broadband]
    services: dict[str, Service]
    wealth: dict[str, WealthProduct]
    faq: dict[str, Faq]
    scripts: dict[str, Script]
    policies: dict[str, Policy]
    files: dict[str, str] = field(repr=False)  # id or key -> file it stands in, e.g. yuntong/plans.yml
    version: str  # hash of the content of all files
    broken: frozenset[str] = frozenset()  # what stands in the files but could not be read

    @cached_property
    def items(self) -> dict[str, Item]:
        """All that can be sold, by id."""
        return {**self.plans, **self.packs, **self.broadband, **self.services, **self.wealth}

    @cached_property
    def names(self) -> re.Pattern[str]:
        """Titles and aliases, as they stand in texts; the longest first."""
        names = {name for item in self.items.values() for name in (item.title, *item.aliases)}
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def item(self, item_id: str) -> Item:
        """The sellable thing of that id; KeyError if there is none."""
        return self.items[item_id]

    def brand(self, key: str) -> str:
        """The brand (folder) that an item, question, script or policy belongs to."""
        return self.files[key].split("/", maxsplit=1)[0]
