"""Order another main plan."""

from actions.base import HuakeAction
from actions.cues import says
from actions.moves import agrees, refuses
from actions.placing import settle
from actions.plan_offer import without_name
from actions.plan_order import order_one_of
from actions.reference import plans_asked
from actions.replies import choices
from actions.turn import Said, Turn
from actions.values import local_day


class ChangePlan(HuakeAction):
    """Which one, is it possible, what does it mean, yes or no, order."""

    def act(self, turn: Turn) -> Said:
        plans, moved = self.engine.catalogue.plans, refuses(turn) or agrees(turn)
        if turn.answers(self.title()) and turn.question == "confirm_order" and moved:
            return settle(self.engine, turn)
        if says(turn.text, "cancel_plan"):
            return Said([choices("plan_leave")])
        if ids := plans_asked(turn, plans, local_day(self.engine, turn)):
            return order_one_of(self.engine, turn, ids)
        return without_name(self.engine, turn)
