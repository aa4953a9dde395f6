"""Something does not work."""

from actions.care.fault import fault_story, first_aid, open_fault, too_short
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import choices
from actions.wording import text


class ReportFault(HuakeAction):
    """First aid, then what and where, then a ticket with a promised time; nothing for sale."""

    def act(self, turn: Turn) -> Said:
        asked = turn.answers(self.title())
        if asked and (says(turn.text, "fixed") or turn.intent == "deny"):
            return Said([text("fault_gone")])
        story = fault_story(turn, self.title())
        if asked and not too_short(turn):
            return open_fault(self.engine, turn, story, [])
        steps = [] if asked else first_aid(self.engine, turn)
        if says(story, "where"):
            return open_fault(self.engine, turn, story, steps)
        need = {"story": story, "asked_again": asked}
        return Said([*steps, choices("ask_fault_detail")], question="fault_detail", need=need)
