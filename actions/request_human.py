"""A person, in one step, never refused."""

from actions.care.handoff import handoff
from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.wording import text


class RequestHuman(HuakeAction):
    """Queue for an agent, with a summary so that nothing must be said twice."""

    def act(self, turn: Turn) -> Said:
        return Said([handoff(self.engine, turn, "asked"), text("human_coming")])
