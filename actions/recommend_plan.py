"""Suggest a plan, asking only what is not known."""

from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.plans.offer import answer_to_plans, suggest_plans


class RecommendPlan(HuakeAction):
    """Up to three plans with saving and reasons, or plainly that nothing saves."""

    sells = True

    def act(self, turn: Turn) -> Said:
        offered = turn.answers(self.title()) and turn.question == "offer"
        if offered and (said := answer_to_plans(self.engine, turn)):
            return said
        return suggest_plans(self.engine, turn)
