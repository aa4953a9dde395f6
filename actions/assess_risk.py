"""The risk questionnaire."""

from actions.answers import answered
from actions.assessment import answer_question, start_assessment
from actions.base import HuakeAction
from actions.cues import says
from actions.turn import Said, Turn


class AssessRisk(HuakeAction):
    """Ten questions one by one, then the level in words and what it allows."""

    def act(self, turn: Turn) -> Said:
        if turn.answers(self.title()) and turn.question == "risk_answer":
            return answer_question(self.engine, turn)
        if says(turn.text, "how_to") and not says(turn.text, "assess_now"):
            return answered(self.engine, turn)
        return start_assessment(self.engine, turn)
