"""Suggest wealth products, within what the customer can bear."""

from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.wealth.assessment import start_assessment
from actions.wealth.need import wealth_need
from actions.wealth.offer import answer_to_wealth, offer_wealth


class RecommendWealth(HuakeAction):
    """The assessment first, then amount and term once each, then up to three suitable cards."""

    sells = True

    def act(self, turn: Turn) -> Said:
        if turn.answers(self.title()) and turn.question == "assessment":
            return start_assessment(self.engine, turn)
        offered = turn.answers(self.title()) and turn.question == "offer"
        if offered and (said := answer_to_wealth(self.engine, turn)):
            return said
        return offer_wealth(self.engine, turn, wealth_need(turn, self.title(), local_day(self.engine, turn)))
