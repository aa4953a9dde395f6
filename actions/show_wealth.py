"""Facts of one wealth product, or of a kind."""

from actions.answers.aspect import aspect_of
from actions.answers.knowledge import answered, shown, sure_answer
from actions.cards.wealth import wealth_card
from actions.dialogue.base import HuakeAction
from actions.items.reference import meant
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import with_risk
from actions.wealth.principal import principal_told
from actions.wording import text


class ShowWealth(HuakeAction):
    """The product's card; what is general comes from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        shelf = self.engine.catalogue.wealth
        ids = meant(turn, shelf)[:2]
        if not ids and (says(turn.text, "principal") or aspect_of(turn.text) == "risk"):
            return principal_told(self.engine, turn)
        if not ids:
            return answered(self.engine, turn)
        hit = sure_answer(self.engine, turn)
        about = [shown(self.engine, turn, hit)] if hit and set(ids) & set(hit.meta.get("refs", ())) else []
        if says(turn.text, "principal") and any(shelf[id].kind != "deposit" for id in ids):
            about = [text("principal_not_promised"), *about]
        return Said(with_risk([*about, *(wealth_card(shelf[id]) for id in ids)]), focus=ids)
