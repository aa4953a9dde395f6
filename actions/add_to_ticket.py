"""Something said after a ticket was opened, that asks for nothing else."""

from actions.answers.knowledge import answered
from actions.care.addition import added, is_fresh, open_one
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import choices, chosen_from
from actions.wording import options, say


class AddToTicket(HuakeAction):
    """Taken down with the ticket just opened; a question is answered."""

    def act(self, turn: Turn) -> Said:
        ticket = open_one(self.engine, turn)
        if turn.intent == "out_of_scope" and not (turn.entities or says(turn.text, "where")):
            return Said([choices("out_of_scope")])
        if says(turn.text, "asking"):
            return answered(self.engine, turn)
        if ticket is None or not is_fresh(ticket, turn):
            return Said(
                [
                    chosen_from(
                        say("hint_unclear"), [(one["label"], one["text"]) for one in options("start_options")]
                    )
                ]
            )
        return added(self.engine, turn, ticket)
