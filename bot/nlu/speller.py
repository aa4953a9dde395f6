"""Rasa component: leaves the text as it was meant (see ``spelling``) in the message, for the intent's sake.

Entities are found in the text as it was written, so that their offsets are right.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, ClassVar

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.component import Learnt
from bot.nlu.message_text import READING, plain
from bot.nlu.spelling import Spelling, learn, read
from bot.nlu.tokenizer import DICTIONARY, segmenter

_REMEMBERED = 1024


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class Speller(Learnt):
    """Stands between tokenizer and featurizer; config ``dictionary`` is the tokenizer's."""

    serving: ClassVar[Speller | None] = None  # the one of the loaded model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The words that are never changed."""
        return {"dictionary": DICTIONARY}

    @classmethod
    def stored(cls, folder: Path) -> Spelling:
        """The counts; without them every message is read as it is written."""
        return Spelling(**json.loads((folder / "spelling.json").read_text(encoding="utf-8")))

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        known: Spelling | None = None,
    ) -> None:
        """Take the dictionary; a trained one serves from now on."""
        super().__init__(config, model_storage, resource, known)
        self._cut = partial(segmenter(config["dictionary"]).cut, HMM=False)
        self.reading = lru_cache(_REMEMBERED)(self._read)
        if known:
            Speller.serving = self

    def _read(self, text: str) -> str:
        return text if self._known is None else read(text, self._known, self._cut)

    def train(self, training_data: TrainingData) -> Resource:
        """Count and store."""
        texts = [plain(example) for example in training_data.training_examples]
        self._known = learn([text for text in texts if text], self._cut)
        with self._model_storage.write_to(self._resource) as folder:
            text = json.dumps(asdict(self._known), ensure_ascii=False)
            (folder / "spelling.json").write_text(text, encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples are spelt right."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Leave the reading of each message in it."""
        for message in messages:
            text = plain(message)
            if text:
                message.set(READING, self.reading(text))
        return messages
