"""Small talk, and anger that asks for nothing in particular."""

from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import choices
from actions.wording import text
from recsys.service.escalation import CALM, escalation


class SmallTalk(HuakeAction):
    """Say what we are; an angry customer gets an apology and a person, not a joke."""

    def act(self, turn: Turn) -> Said:
        if says(turn.text, "puzzled"):
            return Said([choices("plainer")])
        if escalation([turn.text]).level != CALM:
            return Said([choices("anger")])
        return Said([text("small_talk")])
