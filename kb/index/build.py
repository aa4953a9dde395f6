"""Documents to a version of the index. The same documents and model give the same bytes."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from kb.embedding.cache import embed
from kb.embedding.encoder import Encoder
from kb.index.document import Document
from kb.index.judge import Judge
from kb.index.score import Calibration, load_calibration
from kb.index.snapshot import Manifest
from kb.index.store import publish
from kb.index.tokens import Tokenizer
from kb.index.vectors import VectorIndex
from kb.index.words import WordIndex

FORMAT = 3  # of the files in a version folder; a change makes every version a new one


class NothingToIndexError(Exception):
    """There is not one document."""


def build_index(
    documents: Sequence[Document],
    out: Path,
    encoder: Encoder,
    words: Sequence[str] = (),
    calibration: Calibration | None = None,
    progress: bool = False,
    judge: Judge | None = None,
) -> str:
    """Writes and publishes the index of the documents, and returns its version.

    ``words`` are the domain's own, for cutting texts. Without a judge the ranking's own score decides.
    Vectors of passages seen before come from
    ``out``/embeddings.sqlite.
    """
    if not documents:
        raise NothingToIndexError("there is no document to index")
    calibration = calibration or load_calibration(encoder.name)
    documents = sorted(documents, key=lambda document: document.id)
    words = sorted(set(words))
    lines = [document.line() for document in documents]
    judging = judge.text() if judge else ""
    version = _version(
        [encoder.name, str(FORMAT), json.dumps(asdict(calibration)), judging, *words, "", *lines]
    )
    out.mkdir(parents=True, exist_ok=True)

    def write(folder: Path) -> None:
        passages = [passage for document in documents for passage in document.passages]
        counts = [len(document.passages) for document in documents]
        owners = np.repeat(np.arange(len(documents), dtype=np.int32), counts)
        vectors = embed(encoder, passages, out / "embeddings.sqlite", progress)
        VectorIndex.build(vectors, owners).save(folder)
        tokenizer = Tokenizer(words)
        asked = ["\n".join([*document.names, *document.passages]) for document in documents]
        for name, texts in (
            ("asked", asked),
            ("said", [document.text for document in documents]),
            ("passages", passages),
        ):
            WordIndex.build([tokenizer.terms(text) for text in texts]).save(folder / "words" / name)
        (folder / "documents.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "words.txt").write_text("\n".join(words), encoding="utf-8")
        calibration.save(folder / "calibration.json")
        if judge:
            (folder / "judge.json").write_text(judging, encoding="utf-8")
            decoys = embed(encoder, judge.decoys, out / "embeddings.sqlite", progress)
            np.save(folder / "decoys.npy", decoys, allow_pickle=False)
        manifest = Manifest(version, encoder.name, len(documents), len(passages), FORMAT)
        (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")

    publish(out, version, write)
    return version


def _version(parts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:16]
