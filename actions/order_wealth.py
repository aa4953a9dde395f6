"""Buy or redeem a wealth product."""

from actions.assessment import start_assessment
from actions.base import HuakeAction
from actions.moves import agrees, refuses
from actions.placing import settle
from actions.replies import with_risk
from actions.turn import Said, Turn
from actions.wealth_offer import without_product
from actions.wealth_order import go_on
from actions.wealth_wish import order_need


class OrderWealth(HuakeAction):
    """Which one, is it suitable, how much, yes or no, order."""

    def act(self, turn: Turn) -> Said:
        mine = turn.answers(self.title())
        if mine and turn.question == "confirm_order" and (agrees(turn) or refuses(turn)):
            return Said(with_risk(settle(self.engine, turn).messages))
        if mine and turn.question == "assessment":
            return start_assessment(self.engine, turn)
        need = order_need(self.engine, turn)
        return without_product(self.engine, turn) if need is None else go_on(self.engine, turn, need)
