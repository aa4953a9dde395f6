"""Every catalogue that a decision was made with, kept by its version so that it can be replayed."""

import gzip
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb.catalogue.catalogue import KINDS, Catalogue
from kb.catalogue.read import key_of
from recsys.offer.snapshot import canonical

FOLDER = "catalogues"  # in ``var``


class NotArchived(LookupError):
    """The catalogue of that version is not in the archive: the decision cannot be replayed here."""


def archive(var: Path, catalogue: Catalogue) -> None:
    """Keep the catalogue once; cheap when it is there."""
    path = _path(var, catalogue.version)
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    kinds = {
        kind: [record.model_dump(mode="json", by_alias=True) for record in getattr(catalogue, kind).values()]
        for kind in KINDS
    }
    body = {"version": catalogue.version, "files": catalogue.files, "kinds": kinds}
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(gzip.compress(canonical(body).encode(), mtime=0))
    os.replace(part, path)


@lru_cache(maxsize=4)
def archived(var: Path, version: str) -> Catalogue:
    """The catalogue as it was. Raises NotArchived."""
    path = _path(var, version)
    if not path.is_file():
        raise NotArchived(f"catalogue {version} is not in {path.parent}")
    body: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    kinds: dict[str, Any] = {}
    for kind, model in KINDS.items():
        records = [model.model_validate(raw) for raw in body["kinds"][kind]]
        kinds[kind] = {key_of(record)[1]: record for record in records}
    return Catalogue(**kinds, files=body["files"], version=body["version"])


def _path(var: Path, version: str) -> Path:
    return var / FOLDER / f"{version}.json.gz"
