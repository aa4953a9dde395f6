"""What data abroad costs, and the packs for it."""

from actions.answers.knowledge import answered
from actions.dialogue.base import HuakeAction
from actions.dialogue.questions import ask
from actions.message.turn import Said, Turn
from actions.packs.roaming import offered_abroad, trip, wants_rules


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
