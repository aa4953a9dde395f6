"""Something that we do not do."""

from actions.base import HuakeAction
from actions.replies import choices
from actions.turn import Said, Turn


class DeclineScope(HuakeAction):
    """Say so, and say what we do."""

    def act(self, turn: Turn) -> Said:
        return Said([choices("out_of_scope")])
