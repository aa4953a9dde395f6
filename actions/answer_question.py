"""Questions that the knowledge base answers."""

from actions.answers.knowledge import answered
from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn


class AnswerQuestion(HuakeAction):
    """The answer with its source, or honestly none."""

    def act(self, turn: Turn) -> Said:
        return answered(self.engine, turn)
