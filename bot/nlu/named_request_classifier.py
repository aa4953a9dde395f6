"""Rasa component: the intent of a verb and a name, whatever the words of the name sound like."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Configured
from bot.nlu.named_request import read_requests, requested

RANKING = "intent_ranking"
SURE = 0.95


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class NamedRequestClassifier(Configured):
    """Stands after the entity extractor."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The generated catalogue names."""
        return {"names": "var/kb/names.json"}

    def __init__(self, config: dict[str, Any]) -> None:
        """Read the kinds of all items; without the file nothing is ever changed."""
        path = Path(config["names"])
        items = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
        self._kinds = {item["id"]: item["kind"] for item in items}
        self._requests = read_requests()

    def process(self, messages: list[Message]) -> list[Message]:
        """Put the intent first where a message is such a request."""
        for message in messages:
            known = message.get(INTENT) or {}
            meant = requested(
                message.get(TEXT) or "",
                known.get("name"),
                message.get(ENTITIES, []),
                self._kinds,
                self._requests,
            )
            if meant is not None and meant != known.get("name"):
                first = {"name": meant, "confidence": SURE}
                others = [guess for guess in message.get(RANKING, []) if guess["name"] != meant]
                message.set(INTENT, first, add_to_output=True)
                message.set(RANKING, [first, *others], add_to_output=True)
        return messages
