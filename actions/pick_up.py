"""A yes or no when nothing was asked."""

from actions.dialogue.base import HuakeAction
from actions.dialogue.patience import is_put_again
from actions.message.turn import Said, Turn
from actions.replies.reply import choices
from actions.wording import text


class PickUp(HuakeAction):
    """A yes is asked what for, unless the order is placed already; a no is taken as it is."""

    def act(self, turn: Turn) -> Said:
        if is_put_again(turn):  # the open question follows
            return Said([], misunderstood=True)
        if turn.intent == "affirm" and turn.topic.get("about") == "order":
            return Said([text("order_stands")], topic=turn.topic)
        return Said([choices("yes_to_what")] if turn.intent == "affirm" else [text("no_taken")])
