"""A formal complaint."""

from actions.care.complaint import has_detail, known_complaint, open_complaint, story_so_far
from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.replies.reply import choices
from actions.wording import text


class RaiseComplaint(HuakeAction):
    """Regret, the story once, then a number and a time; always a person, never anything for sale."""

    def act(self, turn: Turn) -> Said:
        asked = turn.answers(self.title()) and turn.question == "complaint_detail"
        story = story_so_far(turn, asked)
        if asked or has_detail(turn):
            return open_complaint(self.engine, turn, story)
        before = known_complaint(self.engine, turn) or [text("complaint_sorry")]
        return Said(
            [*before, choices("ask_complaint_detail")], question="complaint_detail", need={"story": story}
        )
