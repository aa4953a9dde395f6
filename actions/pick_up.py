"""A yes or no when nothing was asked."""

from actions.base import HuakeAction
from actions.replies import choices
from actions.turn import Said, Turn
from actions.wording import text


class PickUp(HuakeAction):
    """A yes is asked what for; a no is taken as it is."""

    def act(self, turn: Turn) -> Said:
        if turn.task:  # another question is open and follows
            return Said([])
        return Said([choices("yes_to_what")] if turn.intent == "affirm" else [text("no_taken")])
