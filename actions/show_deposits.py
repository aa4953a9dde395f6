"""Deposits and their rates."""

from actions.answers.knowledge import answered, sure_answer
from actions.dialogue.base import HuakeAction
from actions.dialogue.topic import DEPOSIT
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.replies.reply import with_risk
from actions.wealth.deposits import (
    asks_figures,
    deposit_need,
    deposits_asked,
    interest_told,
    rate_table,
)


class ShowDeposits(HuakeAction):
    """A table of rates for the terms asked about; rules come from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        need = deposit_need(turn)
        products = deposits_asked(self.engine.catalogue, turn, local_day(self.engine, turn), need)
        if not asks_figures(turn, need) and (sure_answer(self.engine, turn) or not products):
            return answered(self.engine, turn)
        shown = [rate_table(products, need["money"]), *interest_told(products, need["money"])]
        focus = [product.id for product in products[:5]]
        return Said(with_risk(shown), focus=focus, topic={"about": DEPOSIT, **need})
