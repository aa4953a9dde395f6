"""What a goal needs every month."""

from actions.dialogue.base import HuakeAction
from actions.dialogue.questions import ask
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.replies.reply import with_risk
from actions.wealth.goal import goal_need, goal_plan


class PlanGoal(HuakeAction):
    """How much and until when, then the monthly sum at several rates, none of them a promise."""

    def act(self, turn: Turn) -> Said:
        need = goal_need(turn, self.title(), "goal_amount", local_day(self.engine, turn))
        missing = next((name for name in ("goal_amount", "goal_term") if not need.get(name)), None)
        if missing:
            asked = with_risk([ask(missing, self.engine.catalogue, need)])
            return Said(asked, question=missing, need=need)
        return Said(goal_plan(self.engine, turn, need), topic={"about": "goal", **need})
