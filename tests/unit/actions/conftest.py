"""An engine over a small population, and a way to talk to actions turn by turn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.server import action_classes
from kb.search import Hit
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

    def say(self, action: str, text: str, intent: str | None = None, **entities: Any) -> Said:
        """Run ``action`` on a message; an entity with several values is given as a list of values."""
        self.turns += 1
        cls = next(cls for cls in action_classes() if cls.title() == f"action_{action}")
        acting: HuakeAction = cls(self.engine)
        turn = self._turn(text, intent, entities)
        said = acting.answer(turn)
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
            topic=self.slots.get("topic") or {},
            misunderstood=self.slots.get("misunderstood") or 0,
        )


def _entities(entities: dict[str, Any]) -> Iterator[ENTITY]:
    for name, value in entities.items():
        for one in value if isinstance(value, list) else [value]:
            yield {"entity": name, "value": one}


@dataclass
class Answers:
    """A knowledge base of fixed answers: phrase in the question → hit; the rest is unknown."""

    known: dict[str, Hit]

    def answer(self, query: str, intent: str | None = None, filters: Any = None) -> Hit | None:
        """The hit whose phrase stands in the query."""
        return next((hit for phrase, hit in self.known.items() if phrase in query), None)

    def search(self, query: str, k: int = 10, kinds: Any = None, filters: Any = None) -> list[Hit]:
        """Everything, however unlikely."""
        return list(self.known.values())[:k]


def hit(text: str, intent: str, refs: tuple[str, ...] = (), score: float = 0.3) -> Hit:
    """An answer as the knowledge base gives it."""
    meta = {"intent": intent} | ({"refs": list(refs)} if refs else {})
    return Hit("faq_x", "faq", f"{text[:6]}怎么办", text, score, "云通知识库 2026-10", "1", meta)


@pytest.fixture
def talk_knowing(engine: Engine) -> Callable[..., Dialogue]:  # noqa: F811
    """Begin a dialogue with a customer while the knowledge base holds these answers."""

    def begin(customer_id: str, **known: Hit) -> Dialogue:
        answers: Any = Answers(known)
        return Dialogue(replace(engine, search=answers), customer_id)

    return begin


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


def kinds(said: Said) -> list[str]:
    """The types of the replies, cards with their kind."""
    return [f"card:{m['kind']}" if m["type"] == "card" else m["type"] for m in said.messages]


HIDDEN = {"type", "kind", "id", "decision_id", "rule", "share", "throttled", "rolled_out_mb"}
