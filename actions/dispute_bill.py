"""A charge that a customer doubts: explained from the bill, and checked on demand."""

from actions.bills.dispute import explain_charge, open_dispute
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.moves import agrees, refuses
from actions.message.turn import Said, Turn
from actions.replies.reply import choices
from actions.wording import text
from recsys.tariff.usage import bills_of


class DisputeBill(HuakeAction):
    """Explain first, then offer a ticket and a person; never anything for sale."""

    def act(self, turn: Turn) -> Said:
        if turn.answers(self.title()) and turn.question == "confirm_ticket":
            if refuses(turn):
                return Said([text("dispute_dropped")])
            if agrees(turn) or says(turn.text, "check_it"):
                return open_dispute(self.engine, turn)
        if turn.answers(self.title()) and turn.question == "charge" and says(turn.text, "check_it"):
            return open_dispute(self.engine, turn)
        if turn.answers(self.title()) and turn.intent == "chitchat" and says(turn.text, "abuse"):
            return Said([choices("anger")], question=turn.question)
        return explain_charge(turn, bills_of(self.engine, turn.customer_id, 6, turn.at))
