"""Rasa component: the intent model on the embedding that ``E5Featurizer`` left in the message."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import intent_model
from bot.nlu.component import Learnt
from bot.nlu.e5_featurizer import E5Featurizer
from bot.nlu.intent_model import IntentModel
from bot.nlu.message_text import plain
from bot.nlu.regression import Floats

_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class HuakeIntentClassifier(IntentClassifier, Learnt):
    """Sets ``intent`` and ``intent_ranking`` with calibrated confidences."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The embedding must be there."""
        return [E5Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set: see ``intent_model`` for the measured constants."""
        return {}

    @classmethod
    def stored(cls, folder: Path) -> IntentModel:
        """The model; without one every message is unknown."""
        return intent_model.load(folder)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit and store the model."""
        examples = [example for example in training_data.intent_examples if plain(example)]
        texts = [plain(example) for example in examples]
        vectors = np.array([embedding(example) for example in examples], dtype=np.float32)
        self._known = intent_model.train(texts, vectors, [example.get(INTENT) for example in examples])
        with self._model_storage.write_to(self._resource) as folder:
            intent_model.save(self._known, folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of each message."""
        for message in messages:
            ranking = self._rank(message)
            message.set(INTENT, ranking[0] if ranking else unknown(), add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        text, vector = plain(message), embedding(message)
        if self._known is None or vector is None or only_marks(text):
            return []
        shares = self._known.probabilities(text, vector)
        best = np.argsort(-shares, kind="stable")[:_RANKED]
        return [
            {INTENT_NAME_KEY: self._known.labels[place], PREDICTED_CONFIDENCE_KEY: float(shares[place])}
            for place in best
        ]


def embedding(message: Message) -> Floats | None:
    """The sentence vector in a message; none if it has no text."""
    _sequence, sentence = message.get_dense_features(TEXT, [])
    return None if sentence is None else sentence.features[0]


def only_marks(text: str) -> bool:
    """Whether a text is of punctuation alone (??), which says nothing; an emoji says something."""
    return all(unicodedata.category(mark).startswith("P") for mark in text)


def unknown() -> dict[str, Any]:
    """The intent of a message that says nothing."""
    return {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
