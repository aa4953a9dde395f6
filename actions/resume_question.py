"""After a digression: the open question again."""

from actions.base import HuakeAction
from actions.questions import SILENT, ask
from actions.replies import Reply
from actions.turn import Said, Turn
from actions.wording import say


class ResumeQuestion(HuakeAction):
    """Put it as it was put; suggestions on the table are not pressed again."""

    def act(self, turn: Turn) -> Said:
        if turn.question is None or turn.question in SILENT:
            return Said([])
        asked: Reply = ask(turn.question, self.engine.catalogue, turn.need, turn.pending)
        return Said([asked | {"text": say("resume_first") + str(asked["text"])}])
