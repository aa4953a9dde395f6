"""A complaint."""

from actions.care.complaint import added_to_known, asked_to_tell, open_complaint, story_so_far, tells_enough
from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn


class RaiseComplaint(HuakeAction):
    """Regret, the story once, then a number and a time; always a person, never anything for sale."""

    def act(self, turn: Turn) -> Said:
        asked = turn.answers(self.title()) and turn.question == "complaint_detail"
        if not asked and (said := added_to_known(self.engine, turn)):
            return said
        story = story_so_far(self.engine, turn, asked)
        if asked or tells_enough(story):
            return open_complaint(self.engine, turn, story)
        return asked_to_tell(self.engine, turn, story)
