"""Buy or redeem a wealth product."""

from dataclasses import replace

from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.orders.placing import settle
from actions.replies.reply import with_risk
from actions.wealth.assessment import start_assessment
from actions.wealth.offer import without_product
from actions.wealth.order import go_on
from actions.wealth.wish import order_need


class OrderWealth(HuakeAction):
    """Which one, is it suitable, how much, yes or no, order."""

    def act(self, turn: Turn) -> Said:
        known = turn.need
        if said := settle(self.engine, turn, self.title(), lambda _wish: go_on(self.engine, turn, known)):
            return replace(said, messages=with_risk(said.messages))
        if turn.answers(self.title()) and turn.question == "assessment":
            return start_assessment(self.engine, turn)
        need = order_need(self.engine, turn)
        return without_product(self.engine, turn) if need is None else go_on(self.engine, turn, need)
