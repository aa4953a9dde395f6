"""How Rasa makes our components: from their config alone, or with what training left of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage


class Configured(GraphComponent):
    """Made from its config, in training and in serving alike."""

    def __init__(self, config: dict[str, Any]) -> None:
        """Subclasses read what the config names."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Rasa asks for it."""
        return cls(config)


class Learnt(GraphComponent):
    """Trained, and read back from what ``train`` has stored."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, known: Any = None
    ) -> None:
        """``known`` is what training has found; none before it."""
        self._model_storage = model_storage
        self._resource = resource
        self._known = known

    @classmethod
    def stored(cls, folder: Path) -> Any:
        """What training has left in its folder."""
        raise NotImplementedError

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """An untrained one."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GraphComponent:
        """The trained one."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, cls.stored(folder))
