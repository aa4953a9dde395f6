"""How far tickets and orders are."""

from actions.care.progress import progress_messages
from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.replies.reply import choices
from recsys.orders.order import orders_of
from recsys.service.ticket import tickets_of


class ShowProgress(HuakeAction):
    """Open tickets as cards, the rest and orders as a table."""

    def act(self, turn: Turn) -> Said:
        tickets = tickets_of(self.engine, turn.customer_id)[:6]
        orders = orders_of(self.engine, turn.customer_id, limit=6)
        if not tickets and not orders:
            return Said([choices("nothing_in_progress")])
        return Said(progress_messages(self.engine, tickets, orders, turn.at))
