"""「怎么算的」: how what was talked of is counted."""

from actions.dialogue.topic import DEPOSIT
from actions.message.cues import says
from actions.message.turn import Turn
from actions.replies.reply import Reply, choices, with_risk
from actions.wording import text


def counting(turn: Turn) -> list[Reply]:
    """How interest comes about, or how plans are compared; else what may be meant."""
    about = turn.topic.get("about")
    if about == DEPOSIT or says(turn.text, "about_rate"):
        return with_risk([text("deposit_counting")])
    plans = about == "plan" or turn.task == "action_recommend_plan"
    return [text("about_plan_counting") if plans else choices("which_counting")]
