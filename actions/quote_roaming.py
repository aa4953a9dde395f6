"""What data abroad costs, and the packs for it."""

from actions.answers import answered
from actions.base import HuakeAction
from actions.questions import ask
from actions.roaming_offer import offered_abroad, trip, wants_rules
from actions.turn import Said, Turn


class QuoteRoaming(HuakeAction):
    """Where and for how long, then the packs that cover it; rules of roaming from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        need = trip(turn, self.title())
        if wants_rules(turn, need):
            return answered(self.engine, turn)
        missing = next((name for name in ("destination", "days") if not need.get(name)), None)
        if missing:
            return Said([ask(missing, self.engine.catalogue, need)], question=missing, need=need)
        return offered_abroad(self.engine, turn, need)
