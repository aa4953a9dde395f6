"""What a monthly sum becomes."""

from actions.base import HuakeAction
from actions.goal import dca_plan, goal_need
from actions.questions import ask
from actions.replies import with_risk
from actions.turn import Said, Turn
from actions.values import local_day


class SimulateDca(HuakeAction):
    """How much a month and how long, then its worth at several rates, none of them a promise."""

    def act(self, turn: Turn) -> Said:
        need = goal_need(turn, self.title(), "monthly", local_day(self.engine, turn))
        missing = next((name for name in ("monthly", "goal_term") if not need.get(name)), None)
        if missing:
            asked = with_risk([ask(missing, self.engine.catalogue, need)])
            return Said(asked, question=missing, need=need)
        return Said(dca_plan(self.engine, turn, need))
