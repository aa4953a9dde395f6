"""Order another main plan."""

from actions.dialogue.base import HuakeAction
from actions.items.reference import plans_asked
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.orders.placing import settle, still_open
from actions.plans.need import wishes
from actions.plans.offer import without_name
from actions.plans.order import order_one_of, order_plan
from actions.replies.reply import choices


class ChangePlan(HuakeAction):
    """Which one, is it possible, what does it mean, yes or no, order."""

    def act(self, turn: Turn) -> Said:
        plans = self.engine.catalogue.plans
        if said := settle(
            self.engine, turn, self.title(), lambda wish: order_plan(self.engine, turn, wish.product_id)
        ):
            return said
        if says(turn.text, "cancel_plan"):
            return Said([choices("plan_leave")])
        if ids := plans_asked(turn, plans, local_day(self.engine, turn)):
            return order_one_of(self.engine, turn, ids)
        if not wishes(turn) and (said := still_open(self.engine, turn, self.title())):
            return said
        return without_name(self.engine, turn)
