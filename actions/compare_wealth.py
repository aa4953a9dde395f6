"""Wealth products side by side."""

from actions.answers.knowledge import answered
from actions.cards.wealth import wealth_table
from actions.dialogue.base import HuakeAction
from actions.items.reference import compared
from actions.message.turn import Said, Turn
from actions.replies.reply import with_risk


class CompareWealth(HuakeAction):
    """A table of up to four products; kinds and levels are explained from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        shelf = self.engine.catalogue.wealth
        ids = compared(turn, shelf)[:4]
        if len(ids) < 2:
            return answered(self.engine, turn)
        return Said(with_risk([wealth_table([shelf[id] for id in ids])]), focus=ids)
