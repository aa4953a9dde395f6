"""A short question on what was just said or shown: 「要钱不」「什么时候到账」「怎么取消」."""

from actions.answers.about import about_items, about_order
from actions.answers.about_answer import about_answer
from actions.answers.aspect import aspect_of
from actions.answers.counting import counting
from actions.answers.knowledge import answered
from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn


class AnswerAbout(HuakeAction):
    """The figure or rule itself, of the order, the answer or the things that the talk is about."""

    def act(self, turn: Turn) -> Said:
        about = turn.topic.get("about")
        said = about_order(self.engine, turn) if about == "order" else None
        if about == "faq":
            said = about_answer(self.engine, turn)
        said = said or about_items(self.engine, turn)
        if said is None and aspect_of(turn.text) == "method":
            said = Said(counting(turn), topic=turn.topic)
        return said or answered(self.engine, turn)
