"""A message that was not understood."""

from actions.answers.knowledge import near_questions, shown, sure_answer
from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.replies.reply import choices, chosen_from
from actions.wording import options, say


class Clarify(HuakeAction):
    """A sure answer if there is one; else ask with choices; the second time offer a person."""

    def act(self, turn: Turn) -> Said:
        if hit := sure_answer(self.engine, turn):
            return Said([shown(self.engine, turn, hit)], topic={"about": "faq", "id": hit.id})
        if turn.misunderstood:
            return Said([choices("clarify_again")], misunderstood=True)
        near = near_questions(self.engine, turn)
        pairs = [(title, title) for title in near] or [
            (o["label"], o["text"]) for o in options("start_options")
        ]
        return Said([chosen_from(say("clarify"), pairs[:3])], misunderstood=True)
