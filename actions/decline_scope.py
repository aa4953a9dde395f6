"""Something that we do not do."""

from actions.dialogue.base import HuakeAction
from actions.items.pointed import pointed_card
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import choices
from recsys.service.escalation import CALM, escalation


class DeclineScope(HuakeAction):
    """Say so, and say what we do; what names a product of ours is not out of scope, nor is anger."""

    def act(self, turn: Turn) -> Said:
        if escalation([turn.text]).level != CALM or says(turn.text, "abuse"):
            return Said([choices("anger")])
        return pointed_card(self.engine, turn) or Said([choices("out_of_scope")], misunderstood=True)
