"""An engine over a small population, and a way to talk to actions turn by turn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from actions.base import HuakeAction
from actions.server import action_classes
from actions.turn import Said, Turn
from recsys.engine import Engine
from tests.fixtures.stores import NOW, engine, population, redis_server  # noqa: F401

ENTITY = dict[str, Any]


@dataclass
class Dialogue:
    """One customer talking to actions; remembers slots as Rasa would."""

    engine: Engine
    customer_id: str
    slots: dict[str, Any] = field(default_factory=dict)
    turns: int = 0
    clarified: int = 0

    def say(self, action: str, text: str, intent: str | None = None, **entities: Any) -> Said:
        """Run ``action`` on a message; an entity with several values is given as a list of values."""
        self.turns += 1
        cls = next(cls for cls in action_classes() if cls.title() == f"action_{action}")
        acting: HuakeAction = cls(self.engine)
        turn = self._turn(text, intent, entities)
        said = acting.act(turn)
        slots = acting._slots(turn, said)
        self.slots |= slots
        return said

    def _turn(self, text: str, intent: str | None, entities: dict[str, Any]) -> Turn:
        return Turn(
            customer_id=self.customer_id,
            channel="app",
            at=NOW + timedelta(seconds=self.turns),
            turn_id=f"t_{self.customer_id}_{self.turns}",
            conversation_id=f"v_{self.customer_id}",
            text=text,
            intent=intent,
            entities=tuple(_entities(entities)),
            task=self.slots.get("task"),
            question=self.slots.get("question"),
            need=self.slots.get("need") or {},
            focus=tuple(self.slots.get("focus") or ()),
            pending=self.slots.get("pending"),
            clarified=self.clarified,
        )


def _entities(entities: dict[str, Any]) -> Iterator[ENTITY]:
    for name, value in entities.items():
        for one in value if isinstance(value, list) else [value]:
            yield {"entity": name, "value": one}


@pytest.fixture
def talk(engine: Engine) -> Callable[[str], Dialogue]:  # noqa: F811
    """Begin a dialogue with a customer of the stories, by id."""
    return lambda customer_id: Dialogue(engine, customer_id)


def words(said: Said) -> str:
    """Everything a customer reads, in one string."""
    return "\n".join(_words(message) for message in said.messages)


def _words(part: Any) -> str:
    if isinstance(part, dict):
        return "\n".join(_words(value) for key, value in part.items() if key not in HIDDEN)
    if isinstance(part, list | tuple):
        return "\n".join(_words(value) for value in part)
    return str(part)


HIDDEN = {"type", "kind", "id", "decision_id", "rule"}
