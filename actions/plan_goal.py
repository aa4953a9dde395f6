"""What a goal needs every month."""

from actions.base import HuakeAction
from actions.goal import goal_need, goal_plan
from actions.questions import ask
from actions.replies import with_risk
from actions.turn import Said, Turn
from actions.values import local_day


class PlanGoal(HuakeAction):
    """How much and until when, then the monthly sum at several rates, none of them a promise."""

    def act(self, turn: Turn) -> Said:
        need = goal_need(turn, self.title(), "goal_amount", local_day(self.engine, turn))
        missing = next((name for name in ("goal_amount", "goal_term") if not need.get(name)), None)
        if missing:
            asked = with_risk([ask(missing, self.engine.catalogue, need)])
            return Said(asked, question=missing, need=need)
        return Said(goal_plan(self.engine, turn, need))
