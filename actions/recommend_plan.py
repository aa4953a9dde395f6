"""Suggest a plan, asking only what is not known."""

from actions.base import HuakeAction
from actions.plan_offer import answer_to_plans, suggest_plans
from actions.turn import Said, Turn


class RecommendPlan(HuakeAction):
    """Up to three plans with saving and reasons, or plainly that nothing saves."""

    sells = True

    def act(self, turn: Turn) -> Said:
        offered = turn.answers(self.title()) and turn.question == "offer"
        if offered and (said := answer_to_plans(self.engine, turn)):
            return said
        return suggest_plans(self.engine, turn)
