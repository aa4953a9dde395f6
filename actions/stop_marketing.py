"""No more marketing, at once; or again, when the customer wants it back."""

from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.privacy.proof import proof
from actions.wording import text
from recsys.contacts.consent import record_consent, stop_marketing


class StopMarketing(HuakeAction):
    """Withdraw the consent in every channel and say what may still be sent."""

    def act(self, turn: Turn) -> Said:
        if says(turn.text, "reopen"):
            record_consent(
                self.engine, turn.customer_id, turn.channel, "marketing", True, proof=proof(turn), now=turn.at
            )
            return Said([text("marketing_resumed")])
        stop_marketing(self.engine, turn.customer_id, proof=proof(turn), now=turn.at)
        return Said([text("marketing_stopped")], focus=[], closes=True)
