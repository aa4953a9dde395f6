"""Vectors that were computed before, by the hash of model and text, in one SQLite file."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from tqdm import tqdm

from kb.embedding.encoder import Encoder, Vectors

_BATCH = 32
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"


def embed(encoder: Encoder, texts: Sequence[str], cache: Path, progress: bool = False) -> Vectors:
    """The vectors of the texts; only those not in the cache are computed, and then kept."""
    keys = [_key(encoder.name, text) for text in texts]
    with closing(sqlite3.connect(cache, timeout=60)) as database:
        database.execute(_TABLE)
        known = _known(database, keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        # Texts of like length together: a batch takes as long as its longest.
        todo = sorted(missing.items(), key=lambda pair: (len(pair[1]), pair[0]))
        with tqdm(total=len(todo), desc="embedding", unit="text", disable=not (progress and todo)) as bar:
            for start in range(0, len(todo), _BATCH):
                batch = todo[start : start + _BATCH]
                vectors = encoder.passages([text for _, text in batch])
                new = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
                _keep(database, new)
                known |= new
                bar.update(len(batch))
    return np.stack([known[key] for key in keys])


def _key(model: str, text: str) -> bytes:
    return hashlib.sha256(f"{model}\0{text}".encode()).digest()


def _known(database: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
    rows = (
        database.execute("SELECT key, vector FROM vectors WHERE key = ?", (key,)).fetchone() for key in keys
    )
    return {row[0]: np.frombuffer(row[1], np.float32) for row in rows if row}


def _keep(database: sqlite3.Connection, vectors: dict[bytes, Vectors]) -> None:
    rows = [(key, np.asarray(vector, "<f4").tobytes()) for key, vector in vectors.items()]
    database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
    database.commit()
