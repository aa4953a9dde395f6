"""Are two records one person? Pure: from what their sources said, by the rules in sameness.yml."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

import yaml

from recsys.customers.record import Field

Answer = Literal["same", "ask", "different", "unrelated"]


@dataclass(frozen=True, slots=True)
class Traits:
    """What two records are compared by; ``plan`` = holds a main tariff."""

    fields: Mapping[str, Field]
    plan: bool = False

    def first(self, field: str, *, verified: bool = False) -> str | None:
        """The value that counts, if it is known (and verified)."""
        found = self.fields.get(field)
        return None if found is None or (verified and not found.verified) else plain(found.value)

    def every(self, field: str, *, verified: bool = False) -> frozenset[str]:
        """Every value that some source stands by (and has verified)."""
        found = self.fields.get(field)
        if found is None:
            return frozenset()
        said = [(found.value, found.verified), *((one.value, one.verified) for one in found.lost)]
        return frozenset(plain(value) for value, checked in said if value and (checked or not verified))


@dataclass(frozen=True, slots=True)
class Verdict:
    """``evidence``: keys of sameness.yml, in its order."""

    answer: Answer
    evidence: tuple[str, ...]


def judge(one: Traits, other: Traits, *known: str) -> Verdict:
    """Both orders give the same; ``known`` is evidence from elsewhere, such as ``proved``."""
    found = tuple(
        name for name in rules() if name in known or (name in _CHECKS and _CHECKS[name](one, other))
    )
    return Verdict(_answer({rules()[name]["says"] for name in found}), found)


def _answer(said: set[str]) -> Answer:
    if not said & {"sure", "same", "hint"}:
        return "unrelated"
    if "different" in said:
        return "different"
    if "halt" in said:
        return "ask"
    if "sure" in said:
        return "same"
    return "same" if "same" in said and "doubt" not in said else "ask"


def plain(value: str) -> str:
    """Without width, spaces and case."""
    return "".join(normalize("NFKC", value).split()).casefold()


def _shared(field: str, *, verified: bool = False) -> Callable[[Traits, Traits], bool]:
    return lambda one, other: bool(
        one.every(field, verified=verified) & other.every(field, verified=verified)
    )


def _differs(field: str, *, verified: bool = False) -> Callable[[Traits, Traits], bool]:
    def check(one: Traits, other: Traits) -> bool:
        mine, its = one.first(field, verified=verified), other.first(field, verified=verified)
        return mine is not None and its is not None and mine != its

    return check


def _document_differs(one: Traits, other: Traits) -> bool:
    mine, its = one.every("document"), other.every("document")
    return bool(mine and its and not mine & its)


def _all_of(*checks: Callable[[Traits, Traits], bool]) -> Callable[[Traits, Traits], bool]:
    return lambda one, other: all(check(one, other) for check in checks)


_CHECKS: dict[str, Callable[[Traits, Traits], bool]] = {
    "document_same": _shared("document"),
    "union_same": _shared("union"),
    "bank_same": _shared("bank"),
    "phone_verified": _shared("phone", verified=True),
    "phone_and_name": _all_of(_shared("phone"), _shared("name")),
    "phone_same": _shared("phone"),
    "name_and_born": _all_of(_shared("name"), _shared("born")),
    "name_differs": _all_of(_differs("name"), lambda one, other: not _shared("name")(one, other)),
    "gender_differs": _differs("gender"),
    "born_claimed_differs": lambda one, other: (
        _differs("born")(one, other) and not _differs("born", verified=True)(one, other)
    ),
    "two_plans": lambda one, other: one.plan and other.plan,
    "document_differs": _document_differs,
    "born_differs": _differs("born", verified=True),
}


def title(evidence: str) -> str:
    """What staff read."""
    return str(rules()[evidence]["title"])


def rules() -> Mapping[str, Any]:
    """Evidence → what it says and how it is called."""
    found: Mapping[str, Any] = table()["evidence"]
    return found


@cache
def table() -> Mapping[str, Any]:
    """The content of sameness.yml."""
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return loaded
