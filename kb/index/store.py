"""Versions of the index on disk: ``versions/<hash>/``, and ``CURRENT`` which names the one in use."""

import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

_KEPT = 3  # versions; a reader that has just read CURRENT must still find its folder


class NoIndexError(Exception):
    """The folder holds no index yet; the message says how to build one."""


def current(folder: Path) -> str:
    """The version in use."""
    try:
        return (folder / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise NoIndexError(f"no index in {folder}: run python -m kb build --out {folder}") from error


def version_folder(folder: Path, version: str) -> Path:
    """Where a version stands."""
    return folder / "versions" / version


def publish(folder: Path, version: str, write: Callable[[Path], None]) -> None:
    """Writes a version beside the others, unless it is there, and makes it the one in use.

    Readers see the old version or the new one, whole, at any moment.
    """
    place = version_folder(folder, version)
    if not place.exists():
        draft = place.with_name(f".{version}.{uuid.uuid4().hex}")
        draft.mkdir(parents=True)
        try:
            write(draft)
            _move(draft, place)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    replace(folder / "CURRENT", version + "\n")
    os.utime(place)
    _drop_old(folder, version)


def replace(path: Path, text: str) -> None:
    """Writes a file in one step: no reader sees half of it."""
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _move(draft: Path, place: Path) -> None:
    try:
        draft.rename(place)
    except OSError:
        if not place.exists():  # otherwise another build has just made the same version
            raise


def _drop_old(folder: Path, version: str) -> None:
    others = [
        path for path in (folder / "versions").iterdir() if path.name != version and path.name[0] != "."
    ]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
