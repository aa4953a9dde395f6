"""「说错了」: what was said is taken back, without saying what holds instead."""

from actions.dialogue.asked_before import asked_before, need_without
from actions.dialogue.base import HuakeAction
from actions.dialogue.questions import ask
from actions.message.turn import Said, Turn
from actions.replies.reply import Reply, choices
from actions.wording import say


class Amend(HuakeAction):
    """Ask again for what was taken back; nothing else is lost."""

    def act(self, turn: Turn) -> Said:
        question = asked_before(turn)
        if not question:
            unclear = [choices("offer_unclear")]
            return Said(unclear, question=turn.question, task=turn.task, misunderstood=True)
        need = need_without(turn, question)
        asked: Reply = ask(question, self.engine.catalogue, need, turn.pending)
        said = asked | {"text": say("amend_first") + str(asked["text"])}
        return Said([said], question=question, task=turn.task, need=need)
