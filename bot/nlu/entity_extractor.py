"""Rasa component: normalised entities; dates are seen from the time in the message's metadata."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Configured
from bot.nlu.entities.extract import extract
from bot.nlu.entities.message import as_entity, message_day
from bot.nlu.entities.names import Names, prepare

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class HuakeEntityExtractor(EntityExtractorMixin, Configured):
    """Adds entities ``{entity, value, text, start, end, confidence_entity, extractor}``."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The generated catalogue names, and the zone in which customers say 明天."""
        return {"names": "var/kb/names.json", "timezone": "Asia/Shanghai"}

    def __init__(self, config: dict[str, Any]) -> None:
        """Read the names as they are now: a catalogue may change without a new model."""
        self._names = read_names(Path(config["names"]))
        self._zone = ZoneInfo(config["timezone"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message to those it has."""
        for message in messages:
            text = message.get(TEXT) or ""
            today = message_day(message.get(METADATA), self._zone, datetime.now(timezone.utc))
            found = [as_entity(item, text) for item in extract(text, today, self._names)]
            entities = message.get(ENTITIES, []) + self.add_extractor_name(found)
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def read_names(path: Path) -> Names:
    """The generated names; without the file no name is found, which the log says."""
    if path.is_file():
        return prepare(json.loads(path.read_text(encoding="utf-8")))
    logger.warning(
        "No catalogue names at %s: run `python -m kb build`; none are recognised until then.", path
    )
    return prepare([])
