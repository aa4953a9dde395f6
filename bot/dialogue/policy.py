"""Rasa policy: follow the rules' table, and keep an open question open through digressions."""

from __future__ import annotations

import hashlib
from datetime import timedelta
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
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.hearing import heard_in, split_at_message
from bot.dialogue.route import route
from bot.dialogue.routes import Routes

TABLE_FILE = "routes.json"


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
    """Predicts with certainty; ``questions`` and ``follow_ups`` in its config are paths."""

    @staticmethod
    def supported_data() -> SupportedData:
        """Learn from rules alone."""
        return SupportedData.RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults of the config's fields."""
        return {
            "priority": 6,
            "questions": "bot/dialogue/questions.yml",
            "follow_ups": "bot/dialogue/follow_ups.yml",
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """A change of these files needs a new training, although they are no training data of Rasa's."""
        paths = cls.get_default_config() | config
        read = b"".join(Path(paths[name]).read_bytes() for name in ("questions", "follow_ups"))
        return hashlib.sha256(read).hexdigest()

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
        self.routes = _routes(table) if table else Routes(actions={}, questions={})

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        """Store the table of all rules together with the questions."""
        rules = SupportedData.trackers_for_supported_data(self.supported_data(), training_trackers)
        read = rasa.shared.utils.io.read_config_file
        table = {
            "actions": actions_by_intent(rules),
            "questions": read(self.config["questions"]),
            "follow_ups": read(self.config["follow_ups"]),
        }
        self.routes = _routes(table)
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
        before, since = split_at_message(tracker.events)
        heard = heard_in(tracker, before, timedelta(minutes=self.routes.pause_minutes))
        planned = route(heard, self.routes) if since is not None else []
        done = sum(isinstance(event, ActionExecuted) for event in since or ())
        name = planned[done] if done < len(planned) else ACTION_LISTEN_NAME
        if name == self.routes.resume and tracker.get_slot("question") != heard.question:
            name = ACTION_LISTEN_NAME
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(name)] = 1.0
        return self._prediction(probabilities)


def _routes(table: dict[str, Any]) -> Routes:
    actions = {intent: tuple(names) for intent, names in table["actions"].items()}
    return Routes.from_dict(actions, table["questions"], table["follow_ups"])
