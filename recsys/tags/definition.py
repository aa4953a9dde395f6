"""All definitions together, compiled; read from ``definitions/*.yml``."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import ValidationError

from recsys.tags.compiled import Compiled, Concerned, compiled_all
from recsys.tags.moments import holds
from recsys.tags.rule import ZONE, Rule, Scope
from recsys.tags.schema import Definition, DefinitionError, Group, from_data

FOLDER = Path(__file__).parent / "definitions"


@dataclass(frozen=True)
class Definitions:
    """All tags by key, and which of them an event concerns."""

    by_key: Mapping[str, Compiled]
    following: Mapping[str, tuple[tuple[Compiled, frozenset[str] | None], ...]]  # event type → rule tags
    set_by: Mapping[str, tuple[tuple[Compiled, Rule], ...]]  # event type → what the customer says
    cleared_by: Mapping[str, tuple[tuple[Compiled, Rule], ...]]
    rules: tuple[Compiled, ...]  # those that follow from what is remembered
    kept: tuple[Compiled, ...]  # of these, the ones with a history
    sensitive: frozenset[str]
    version: str
    zone: ZoneInfo = ZONE

    @cached_property
    def concerned(self) -> Mapping[str, Concerned]:
        """Event type → the rule tags that it concerns."""
        return {event: Concerned.of(items) for event, items in self.following.items()}

    @cached_property
    def resting(self) -> Mapping[str, Any]:
        """Key → value of the rules that give one when nothing is known, and so at all times."""
        nothing = Scope({}, {}, datetime.fromtimestamp(0, self.zone), self.zone)
        found = {item.tag.key: item.value(nothing) for item in self.rules}
        return {key: value for key, value in found.items() if holds(value)}

    @property
    def event_types(self) -> frozenset[str]:
        """The types of events that change tags."""
        return frozenset({*self.following, *self.set_by, *self.cleared_by})


@cache
def definitions(folder: Path = FOLDER) -> Definitions:
    """What the repository ships. Raises DefinitionError."""
    files: dict[str, str] = {}
    tags: list[Definition] = []
    for path in sorted(folder.glob("*.yml")):
        for tag in read_text(path.read_text("utf-8"), path.name):
            if tag.key in files:
                raise DefinitionError(f"{path.name}, {tag.key}: the key is used twice")
            files[tag.key] = f"{path.name}, "
            tags.append(tag)
    return compile_all(tags, files=files)


def read_text(text: str, name: str) -> list[Definition]:
    """Definitions written in YAML: a list, or ``defaults`` and ``tags``. Raises DefinitionError."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise DefinitionError(f"{name}: {error}") from error
    defaults, rows = ({}, data) if isinstance(data, list) else (_part(data, "defaults"), _part(data, "tags"))
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DefinitionError(f"{name}: a list of definitions is needed")
    each = _part(data, "for_each") or [{}]
    return [_read(filled(row, words), defaults, name) for words in each for row in rows]


def filled(tree: Any, words: Mapping[str, Any]) -> Any:
    """The tree with ``$name`` replaced: a text that is nothing else by the value itself, else within it."""
    if isinstance(tree, dict):
        return {filled(key, words): filled(value, words) for key, value in tree.items()}
    if isinstance(tree, list):
        return [filled(part, words) for part in tree]
    if not isinstance(tree, str) or not words:
        return tree
    return words[tree[1:]] if tree[:1] == "$" and tree[1:] in words else Template(tree).safe_substitute(words)


def _part(data: Any, name: str) -> Any:
    return data.get(name, {}) if isinstance(data, dict) else {}


def _read(row: dict[str, Any], defaults: dict[str, Any], name: str) -> Definition:
    try:
        return from_data(row, defaults)
    except ValidationError as error:
        faults = "; ".join(_fault(one["loc"], one["msg"]) for one in error.errors(include_url=False))
        raise DefinitionError(f"{name}, {row.get('key', '?')}: {faults}") from error


def _fault(place: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ").replace("Field required", "is missing")
    return f"{'.'.join(map(str, place))} {message}" if place else message


def compile_all(
    tags: Iterable[Definition], zone: ZoneInfo = ZONE, files: Mapping[str, str] | None = None
) -> Definitions:
    """Raises DefinitionError for a rule that is wrong or rests on a tag that is not there."""
    known = list(tags)
    rules = {tag.key: tag.rule for tag in known if tag.follows}
    compiled = compiled_all(known, rules, files or {})
    following: dict[str, list[tuple[Compiled, frozenset[str] | None]]] = defaultdict(list)
    for item in compiled.values():
        for event, names in item.reads.items():
            following[event].append((item, names))
    return Definitions(
        compiled,
        {event: tuple(items) for event, items in following.items()},
        _by_event(compiled, "set_by"),
        _by_event(compiled, "cleared_by"),
        tuple(item for item in compiled.values() if item.tag.follows),
        tuple(item for item in compiled.values() if item.tag.history),
        frozenset(tag.key for tag in known if tag.sensitive),
        _digest(known),
        zone,
    )


def _by_event(compiled: Mapping[str, Compiled], role: str) -> Mapping[str, tuple[tuple[Compiled, Rule], ...]]:
    found: dict[str, list[tuple[Compiled, Rule]]] = defaultdict(list)
    for item in compiled.values():
        for event, when in getattr(item, role):
            found[event].append((item, when))
    return {event: tuple(items) for event, items in found.items()}


def _digest(tags: list[Definition]) -> str:
    text = json.dumps([tag.model_dump(mode="json") for tag in tags], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:12]


__all__ = ["Compiled", "Definition", "DefinitionError", "Definitions", "Group", "compile_all", "definitions"]
