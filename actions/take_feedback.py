"""Praise, ratings and suggestions."""

from actions.dialogue.base import HuakeAction
from actions.dialogue.telling import tell
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import private_free
from actions.replies.reply import choices
from actions.wording import text


class TakeFeedback(HuakeAction):
    """Thank, and pass the words on."""

    def act(self, turn: Turn) -> Said:
        payload = {"content": private_free(turn), "business_type": "反馈"}
        tell(self.engine, turn, "feedback.given", payload, f"e_feedback_{turn.turn_id}")
        if says(turn.text, "too_dear"):
            return Said([choices("feedback_dear")])
        praised = says(turn.text, "praise") and not says(turn.text, "idea")
        return Said([text("feedback_thanks" if praised else "feedback_idea")])
