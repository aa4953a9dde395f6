"""Wealth products side by side."""

from actions.answers import answered
from actions.base import HuakeAction
from actions.reference import compared
from actions.replies import with_risk
from actions.turn import Said, Turn
from actions.wealth_card import wealth_table


class CompareWealth(HuakeAction):
    """A table of up to four products; kinds and levels are explained from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        shelf = self.engine.catalogue.wealth
        ids = compared(turn, shelf)[:4]
        if len(ids) < 2:
            return answered(self.engine, turn)
        return Said(with_risk([wealth_table([shelf[id] for id in ids])]), focus=ids)
