"""Something does not work."""

from actions.cards.ticket import quoted
from actions.care.fault import added_to_reported, fault_story, first_aid, is_over, open_fault, too_short
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import choices
from actions.wording import text


class ReportFault(HuakeAction):
    """First aid, then what and where, then a ticket with a promised time; nothing for sale."""

    def act(self, turn: Turn) -> Said:
        asked = turn.answers(self.title())
        if asked and is_over(turn):
            return Said([text("fault_gone")])
        if not asked and (said := added_to_reported(self.engine, turn)):
            return said
        story = fault_story(turn, self.title())
        if asked and not too_short(turn):
            return open_fault(self.engine, turn, story, [])
        steps = [] if asked else first_aid(self.engine, turn)
        if says(story, "where"):
            return open_fault(self.engine, turn, story, steps)
        need = {"story": story, "asked_again": asked}
        more = choices("ask_fault_more", told=quoted(story)) if asked else choices("ask_fault_detail")
        return Said([*steps, more], question="fault_detail", need=need)
