"""Deposits and their rates."""

from actions.answers.knowledge import answered, sure_answer
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.replies.reply import with_risk
from actions.wealth.deposits import deposits_asked, rate_table


class ShowDeposits(HuakeAction):
    """A table of rates for the terms asked about; rules come from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        day = local_day(self.engine, turn)
        products = deposits_asked(self.engine.catalogue, turn, day)
        asks_rates = says(turn.text, "rates") and not says(turn.text, "deposit_rules")
        if not asks_rates and (sure_answer(self.engine, turn) or not products):
            return answered(self.engine, turn)
        return Said(with_risk([rate_table(products)]), focus=[product.id for product in products[:5]])
