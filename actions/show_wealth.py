"""Facts of one wealth product, or of a kind."""

from actions.answers import answered, shown, sure_answer
from actions.base import HuakeAction
from actions.reference import meant
from actions.replies import with_risk
from actions.turn import Said, Turn
from actions.wealth_card import wealth_card


class ShowWealth(HuakeAction):
    """The product's card; what is general comes from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        shelf = self.engine.catalogue.wealth
        ids = meant(turn, shelf)[:2]
        if not ids:
            return answered(self.engine, turn)
        hit = sure_answer(self.engine, turn)
        about = [shown(hit)] if hit and set(ids) & set(hit.meta.get("refs", ())) else []
        return Said(with_risk([*about, *(wealth_card(shelf[id]) for id in ids)]), focus=ids)
