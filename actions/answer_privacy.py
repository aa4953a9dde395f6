"""What a customer may ask about their data."""

from actions.answers.knowledge import answered
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.moves import agrees, refuses
from actions.message.turn import Said, Turn
from actions.privacy.rights import REQUESTS, delete_all
from actions.replies.reply import choices
from actions.wording import text


class AnswerPrivacy(HuakeAction):
    """Why this was suggested, see, correct, export, delete, no more profiling; nothing for sale."""

    def act(self, turn: Turn) -> Said:
        if turn.answers(self.title()) and turn.question == "confirm_delete":
            if refuses(turn):
                return Said([text("delete_dropped")])
            if agrees(turn) or "确认" in turn.text:
                return delete_all(self.engine, turn)
            return Said([choices("ask_confirm_delete")], question="confirm_delete")
        for cue, serve in REQUESTS:
            if says(turn.text, cue):
                return serve(self.engine, turn)
        return answered(self.engine, turn)
