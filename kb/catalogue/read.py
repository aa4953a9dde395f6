"""Reads the files of a catalogue folder: ``<brand>/{plans,packs,…}.yml``, each ``items: [...]``."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from kb.catalogue.catalogue import KINDS, Catalogue
from kb.catalogue.schema import Policy, Record


def read_catalogue(folder: Path) -> tuple[Catalogue, list[str]]:
    """What can be read, and a line for everything that cannot; no cross checks."""
    problems: list[str] = []
    kinds: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
    files: dict[str, str] = {}
    broken: set[str] = set()
    digest = hashlib.sha256()
    for path in _paths(folder, problems):
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        digest.update(name.encode() + b"\0" + content + b"\0")
        for record in _records(content, KINDS[path.stem], name, problems, broken):
            field, key = key_of(record)
            if key in files:
                problems.append(f"{name}, {key}, {field}: already used in {files[key]}")
            else:
                kinds[path.stem][key] = record
                files[key] = name
    version = digest.hexdigest()[:16]
    return Catalogue(**kinds, files=files, version=version, broken=frozenset(broken)), problems


def key_of(record: Record) -> tuple[str, str]:
    """The name and the value of the field that identifies a record."""
    field = "key" if isinstance(record, Policy) else "id"
    return field, str(getattr(record, field))


def _paths(folder: Path, problems: list[str]) -> list[Path]:
    paths = sorted(folder.glob("*/*.yml"))
    if not paths:
        problems.append(f"{folder}, -, -: no catalogue files (<brand>/<kind>.yml) in this folder")
    for path in paths:
        if path.stem not in KINDS:
            name = path.relative_to(folder).as_posix()
            problems.append(f"{name}, -, -: unknown kind of file; use one of {', '.join(KINDS)}")
    return [path for path in paths if path.stem in KINDS]


def _records(
    content: bytes, model: type[Record], name: str, problems: list[str], broken: set[str]
) -> Iterator[Record]:
    try:
        parsed = yaml.load(content, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        problems.append(f"{name}, -, -: not readable as YAML: {' '.join(str(error).split())}")
        return
    if not (isinstance(parsed, dict) and set(parsed) == {"items"} and isinstance(parsed["items"], list)):
        problems.append(f"{name}, -, items: the file must be exactly `items: [...]`")
        return
    for position, raw in enumerate(parsed["items"], start=1):
        try:
            yield model.model_validate(raw)
        except ValidationError as error:
            label = _label(raw, position)
            broken.add(label)
            problems += _faults(error, name, label)


def _label(raw: object, position: int) -> str:
    label = (raw.get("id") or raw.get("key")) if isinstance(raw, dict) else None
    return str(label or f"item {position}")


def _faults(error: ValidationError, name: str, label: str) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        place = ".".join(str(part) for part in fault["loc"]) or "-"
        yield f"{name}, {label}, {place}: {fault['msg']}"
