"""Rasa component: a tapped choice has its intent for certain; close guesses get the titles to ask with."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.named_request_classifier import RANKING
from bot.nlu.titled import titled, titles

CERTAIN = 1.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TitledRequestClassifier(GraphComponent):
    """Stands last: nothing may doubt what was tapped."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TitledRequestClassifier:
        """Nothing to load: the table is read once."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Put the intent first where a message is such a choice, and name every guess that can be offered."""
        for message in messages:
            ranking = list(message.get(RANKING, []))
            if (meant := titled(message.get(TEXT) or "")) is not None:
                first = {"name": meant, "confidence": CERTAIN}
                ranking = [first, *(guess for guess in ranking if guess["name"] != meant)]
                message.set(INTENT, first, add_to_output=True)
            named = [{**guess, "title": titles().get(str(guess["name"]))} for guess in ranking]
            message.set(RANKING, named, add_to_output=True)
        return messages
