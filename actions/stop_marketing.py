"""No more marketing, at once when that is plainly meant; or again, when the customer wants it back."""

from actions.dialogue.base import HuakeAction
from actions.items.reference import meant
from actions.message.cues import says
from actions.message.moves import refuses
from actions.message.turn import Said, Turn
from actions.orders.placing import Wish
from actions.packs.offer import pack_terms
from actions.privacy.withdrawal import asked_what, given_back, means_marketing, withdrawn
from actions.services.order import service_terms
from actions.wording import text


class StopMarketing(HuakeAction):
    """Withdraw the consent in every channel; when something else may be meant, ask what."""

    def act(self, turn: Turn) -> Said:
        if says(turn.text, "reopen"):
            return given_back(self.engine, turn)
        if means_marketing(turn):
            return withdrawn(self.engine, turn)
        asked, services = turn.answers(self.title()), self.engine.catalogue.services
        if asked and (ids := meant(turn, {**services, **self.engine.catalogue.packs})):
            terms = service_terms if ids[0] in services else pack_terms
            return terms(self.engine, turn, Wish(ids[0], "cancel"))
        return Said([text("stop_dropped")]) if asked and refuses(turn) else asked_what(self.engine, turn)
