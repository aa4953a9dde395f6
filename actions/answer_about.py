"""A short question on what was just said or shown: 「要钱不」「什么时候到账」「怎么取消」."""

from actions.answers.about import about_items, about_order
from actions.answers.about_answer import about_answer
from actions.answers.aspect import aspect_of
from actions.answers.knowledge import answered
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import Reply, choices, with_risk
from actions.wealth.deposits import DEPOSIT
from actions.wording import text


class AnswerAbout(HuakeAction):
    """The figure or rule itself, of the order, the answer or the things that the talk is about."""

    def act(self, turn: Turn) -> Said:
        about = turn.topic.get("about")
        said = about_order(self.engine, turn) if about == "order" else None
        if about == "faq":
            said = about_answer(self.engine, turn)
        said = said or about_items(self.engine, turn)
        if said is None and aspect_of(turn.text) == "method":
            said = Said(_counting(turn), topic=turn.topic)
        return said or answered(self.engine, turn)


def _counting(turn: Turn) -> list[Reply]:
    """How interest comes about, or how plans are compared; else what may be meant."""
    about = turn.topic.get("about")
    if about == DEPOSIT or says(turn.text, "about_rate"):
        return with_risk([text("deposit_counting")])
    plans = about == "plan" or turn.task == "action_recommend_plan"
    return [text("about_plan_counting") if plans else choices("which_counting")]
