"""The frame of all actions: named after their module, run off the event loop, remembered in slots."""

import asyncio
import re
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.guards import withheld
from actions.dialogue.topic import topic_after
from actions.dialogue.understanding import nothing_made
from actions.message.turn import KEEP, Said, Turn, turn_of
from recsys.engine import Engine

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class HuakeAction(Action):
    """Subclasses implement ``act``; ``RecommendPlan`` of ``recommend_plan`` is ``action_recommend_plan``."""

    abstract: ClassVar[bool] = True
    sells: ClassVar[bool] = False  # offers something; not to somebody who is angry
    personal: ClassVar[bool] = False  # answers with the customer's own data, to nobody else
    beside: ClassVar[bool] = False  # runs before or after the action that answers the message

    def __init_subclass__(cls, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.abstract = abstract

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def title(cls) -> str:
        """The action's name in the domain."""
        return "action_" + _CAPITAL.sub("_", cls.__name__).lower()

    def name(self) -> str:
        """Rasa asks for it."""
        return self.title()

    def answer(self, turn: Turn) -> Said:
        """What is answered, by ``act`` or instead of it."""
        return withheld(turn, sells=self.sells, personal=self.personal) or self.act(turn)

    def act(self, turn: Turn) -> Said:
        """Decide by one call and phrase the outcome."""
        raise NotImplementedError

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Called by the action server."""
        turn = turn_of(tracker)
        said = await asyncio.to_thread(self.answer, turn)
        for message in said.messages:
            dispatcher.utter_message(json_message=message)
        return [SlotSet(name, value) for name, value in self._slots(turn, said).items()]

    def _slots(self, turn: Turn, said: Said) -> dict[str, Any]:
        """A question opens our task; without one our own task closes, another's stays open."""
        slots: dict[str, Any] = {}
        if said.question is not None:
            slots |= {"task": said.task or self.title(), "question": said.question}
        elif said.closes or turn.task == self.title():
            slots |= {"task": None, "question": None, "need": None, "pending": None}
        if not self.beside:
            slots["misunderstood"] = turn.misunderstood + 1 if nothing_made(turn, said) else None
        topic = topic_after(self.engine.catalogue, turn, said)
        kept = {"need": said.need, "focus": said.focus, "pending": said.pending, "topic": topic}
        return slots | {name: value for name, value in kept.items() if value is not KEEP}
