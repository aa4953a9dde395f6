"""Sentence embeddings of training texts, kept on disk by the hash of the text (NumPy arrays, no pickle)."""

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Embed = Callable[[list[str]], Vectors]


def key(text: str) -> bytes:
    """What a text is stored under."""
    return hashlib.sha1(text.encode()).digest()


def load(path: Path) -> dict[bytes, Vectors]:
    """Everything stored; empty when there is no file yet."""
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        return {bytes(row): vector for row, vector in zip(stored["keys"], stored["vectors"], strict=True)}


def save(path: Path, known: dict[bytes, Vectors]) -> None:
    """Replace the file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    keys = np.array([np.frombuffer(row, dtype=np.uint8) for row in known])
    np.savez(scratch, keys=keys, vectors=np.array(list(known.values()), dtype=np.float32))
    scratch.replace(path)


def embed_cached(texts: list[str], embed: Embed, path: Path, *, batch: int = 32) -> Vectors:
    """One row per text; only texts not stored yet are embedded, and the store keeps the union."""
    known = load(path)
    missing = sorted({text for text in texts if key(text) not in known})
    for chunk in _chunks(missing, batch):
        known.update(zip(map(key, chunk), embed(chunk), strict=True))
    if missing:
        save(path, known)
    return np.array([known[key(text)] for text in texts], dtype=np.float32)


def _chunks(texts: list[str], size: int) -> Iterable[list[str]]:
    return (texts[start : start + size] for start in range(0, len(texts), size))
