"""Rasa component: what is tapped or plainly said is certain; close guesses get the titles to ask with."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Configured
from bot.nlu.named_request_classifier import RANKING
from bot.nlu.plain_request import borne_out, plainly
from bot.nlu.titled import titled, titles

CERTAIN = 1.0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TitledRequestClassifier(Configured):
    """Stands last: nothing may doubt what was tapped."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Put a certain intent first, and name every guess that can be offered."""
        for message in messages:
            said, ranking = message.get(TEXT) or "", list(message.get(RANKING, []))
            certain = titled(said) or plainly(said)
            guesses = _led_by(certain, ranking) if certain else borne_out(said, ranking)
            if guesses[:1] != ranking[:1]:
                message.set(
                    INTENT, {key: guesses[0][key] for key in ("name", "confidence")}, add_to_output=True
                )
            named = [{**guess, "title": titles().get(str(guess["name"]))} for guess in guesses]
            message.set(RANKING, named, add_to_output=True)
        return messages


def _led_by(certain: str, ranking: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The certain intent first; nothing is close to it."""
    others = [{**guess, "confidence": 0.0} for guess in ranking if guess["name"] != certain]
    return [{"name": certain, "confidence": CERTAIN}, *others]
