"""The risk questionnaire."""

from actions.answers.knowledge import answered
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.wealth.assessment import answer_question, start_assessment


class AssessRisk(HuakeAction):
    """Ten questions one by one, then the level in words and what it allows."""

    def act(self, turn: Turn) -> Said:
        if turn.answers(self.title()) and turn.question == "risk_answer":
            return answer_question(self.engine, turn)
        if says(turn.text, "how_to") and not says(turn.text, "assess_now"):
            return answered(self.engine, turn)
        return start_assessment(self.engine, turn)
