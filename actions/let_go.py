"""A question that was left open too long and is not taken up."""

from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn


class LetGo(HuakeAction):
    """Says nothing; the new request that follows is answered without it."""

    beside = True

    def act(self, turn: Turn) -> Said:
        return Said([], closes=True)
