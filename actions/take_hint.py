"""A value without a question: what is it for?"""

from actions.dialogue.base import HuakeAction
from actions.items.hint import hint_options
from actions.items.pointed import pointed_card
from actions.message.turn import Said, Turn
from actions.replies.reply import chosen_from
from actions.wording import say


class TakeHint(HuakeAction):
    """Offer what such a value is usually for."""

    def act(self, turn: Turn) -> Said:
        if pointed := pointed_card(self.engine, turn):
            return pointed
        pairs = hint_options(self.engine.catalogue, turn)
        unclear = not turn.entities
        return Said([chosen_from(say("hint_unclear" if unclear else "hint"), pairs)], misunderstood=unclear)
