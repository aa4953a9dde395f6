"""Facts of one wealth product, or of a kind."""

from actions.answers import answered, shown, sure_answer
from actions.base import HuakeAction
from actions.cues import says
from actions.reference import meant
from actions.replies import with_risk
from actions.turn import Said, Turn
from actions.wealth_card import wealth_card
from actions.wording import text


class ShowWealth(HuakeAction):
    """The product's card; what is general comes from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        shelf = self.engine.catalogue.wealth
        ids = meant(turn, shelf)[:2]
        if not ids:
            return answered(self.engine, turn)
        hit = sure_answer(self.engine, turn)
        about = [shown(self.engine, turn, hit)] if hit and set(ids) & set(hit.meta.get("refs", ())) else []
        if says(turn.text, "principal") and any(shelf[id].kind != "deposit" for id in ids):
            about = [text("principal_not_promised"), *about]
        return Said(with_risk([*about, *(wealth_card(shelf[id]) for id in ids)]), focus=ids)
