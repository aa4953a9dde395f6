"""What a monthly sum becomes."""

from actions.dialogue.base import HuakeAction
from actions.dialogue.questions import ask
from actions.items.reference import meant
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.replies.reply import with_risk
from actions.wealth.goal import dca_plan, goal_need
from actions.wealth.product_case import product_note


class SimulateDca(HuakeAction):
    """How much a month and how long, then its worth at several rates, none of them a promise."""

    def act(self, turn: Turn) -> Said:
        need = goal_need(turn, self.title(), "monthly", local_day(self.engine, turn))
        if named := meant(turn, self.engine.catalogue.wealth):
            need["product"] = named[0]
        missing = next((name for name in ("monthly", "goal_term") if not need.get(name)), None)
        if missing:
            begun = [] if turn.answers(self.title()) else product_note(self.engine, turn, need)
            asked = with_risk([*begun, ask(missing, self.engine.catalogue, need)])
            return Said(asked, question=missing, need=need)
        return Said(dca_plan(self.engine, turn, need), topic={"about": "dca", **need})
