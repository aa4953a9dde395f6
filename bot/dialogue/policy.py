"""Rasa policy: follow the rules' table, and keep an open question open through digressions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rasa.shared.utils.io
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.route import Heard, Routes, route

TABLE_FILE = "routes.json"
SMALL_TALK = 2  # characters beside a value that change nothing


def actions_by_intent(trackers: list[TrackerWithCachedStates]) -> dict[str, list[str]]:
    """Read the rules: each is one intent followed by the actions that answer it."""
    table: dict[str, list[str]] = {}
    for tracker in trackers:
        intent: str | None = None
        for event in tracker.events:
            if isinstance(event, UserUttered):
                intent = event.intent_name
                table[str(intent)] = []
            elif isinstance(event, ActionExecuted) and intent and event.action_name != ACTION_LISTEN_NAME:
                table[intent].append(str(event.action_name))
    return table


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RoutePolicy(Policy):
    """Predicts with certainty; ``questions`` in its config is the path of the questions' file."""

    @staticmethod
    def supported_data() -> SupportedData:
        """Learn from rules alone."""
        return SupportedData.RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults of the config's fields."""
        return {"priority": 6, "questions": "bot/dialogue/questions.yml"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Changed questions need a new training, although they are no training data of Rasa's."""
        path = config.get("questions", cls.get_default_config()["questions"])
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        table: dict[str, Any] | None = None,
    ) -> None:
        """Make an untrained one, or one with the stored table."""
        super().__init__(config, model_storage, resource, execution_context)
        self.routes = self._routes(table) if table else Routes(actions={}, questions={})

    @staticmethod
    def _routes(table: dict[str, Any]) -> Routes:
        actions = {intent: tuple(names) for intent, names in table["actions"].items()}
        return Routes.from_dict(actions, table["dialogue"])

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        """Store the table of all rules together with the questions."""
        rules = SupportedData.trackers_for_supported_data(self.supported_data(), training_trackers)
        dialogue = rasa.shared.utils.io.read_config_file(self.config["questions"])
        table = {"actions": actions_by_intent(rules), "dialogue": dialogue}
        self.routes = self._routes(table)
        with self._model_storage.write_to(self._resource) as folder:
            rasa.shared.utils.io.dump_obj_as_json_to_file(folder / TABLE_FILE, table)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RoutePolicy:
        """Read the stored table."""
        with model_storage.read_from(resource) as folder:
            table = rasa.shared.utils.io.read_json_file(folder / TABLE_FILE)
        return cls(config, model_storage, resource, execution_context, table)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Name the next planned action of this turn, or listen when all have run."""
        before, since = _split_at_message(tracker.events)
        heard = _heard(tracker, before)
        planned = route(heard, self.routes) if since is not None else []
        done = sum(isinstance(event, ActionExecuted) for event in since or ())
        name = planned[done] if done < len(planned) else ACTION_LISTEN_NAME
        if name == self.routes.resume and tracker.get_slot("question") != heard.question:
            name = ACTION_LISTEN_NAME
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(name)] = 1.0
        return self._prediction(probabilities)


def _split_at_message(events: Iterable[Event]) -> tuple[list[Event], list[Event] | None]:
    """Split into what came before the last message and what followed it (none: no message yet)."""
    listed = list(events)
    for index in range(len(listed) - 1, -1, -1):
        if isinstance(listed[index], UserUttered):
            return listed[:index], listed[index + 1 :]
    return listed, None


def _bare(text: str, entities: list[dict[str, Any]]) -> Iterable[str]:
    """Entities beside which at most two characters are said: 「畅享79吧」, 「5天」."""
    for entity in entities:
        if len(text.strip()) - (entity["end"] - entity["start"]) <= SMALL_TALK:
            yield entity["entity"]


def _heard(tracker: DialogueStateTracker, before: list[Event]) -> Heard:
    """Take the message, and the task and question as they stood when it came."""
    open_slots = {event.key: event.value for event in before if isinstance(event, SlotSet)}
    message = tracker.latest_message
    return Heard(
        text=message.text or "",
        intent=message.intent_name,
        confidence=float(message.intent.get("confidence") or 0.0),
        entities=frozenset(entity["entity"] for entity in message.entities),
        bare=frozenset(_bare(message.text or "", message.entities)),
        task=open_slots.get("task"),
        question=open_slots.get("question"),
    )
