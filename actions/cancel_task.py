"""Stop what is going on."""

from datetime import timedelta

from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import choices
from actions.wording import text
from recsys.orders.order import orders_of

REGRET = timedelta(days=7)  # how long an order may be taken back


class CancelTask(HuakeAction):
    """Nothing is done, the open question is closed; what has been ordered lately, a person takes back."""

    def act(self, turn: Turn) -> Said:
        if says(turn.text, "too_dear") and turn.topic:
            return Said([choices("too_dear")], closes=True)
        if turn.task:
            return Said([text("task_cancelled")], closes=True)
        recent = [
            one for one in orders_of(self.engine, turn.customer_id, limit=1) if turn.at - one.at < REGRET
        ]
        if not recent:
            return Said([text("nothing_to_cancel")])
        title = self.engine.catalogue.item(recent[0].product_id).title
        return Said([choices("order_to_cancel", title=title)])
