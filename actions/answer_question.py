"""Questions that the knowledge base answers."""

from actions.answers.knowledge import answered
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.plans.current import broadband_told
from actions.replies.reply import choices


class AnswerQuestion(HuakeAction):
    """The answer with its source, or honestly none."""

    def act(self, turn: Turn) -> Said:
        if turn.intent == "top_up" and says(turn.text, "pay_for_me"):
            return Said([choices("top_up_elsewhere")])
        if turn.intent == "broadband_service" and says(turn.text, "own_speed"):
            return broadband_told(self.engine, turn)
        return answered(self.engine, turn)
