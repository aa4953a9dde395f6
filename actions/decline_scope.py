"""Something that we do not do."""

from actions.dialogue.base import HuakeAction
from actions.items.pointed import pointed_card
from actions.message.turn import Said, Turn
from actions.replies.reply import choices


class DeclineScope(HuakeAction):
    """Say so, and say what we do; but what names a product of ours is not out of scope."""

    def act(self, turn: Turn) -> Said:
        return pointed_card(self.engine, turn) or Said([choices("out_of_scope")], misunderstood=True)
