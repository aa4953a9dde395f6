"""No more marketing, at once."""

from actions.base import HuakeAction
from actions.proof import proof
from actions.turn import Said, Turn
from actions.wording import text
from recsys.contacts.consent import stop_marketing


class StopMarketing(HuakeAction):
    """Withdraw the consent in every channel and say what may still be sent."""

    def act(self, turn: Turn) -> Said:
        stop_marketing(self.engine, turn.customer_id, proof=proof(turn), now=turn.at)
        return Said([text("marketing_stopped")], focus=[], pending=None)
