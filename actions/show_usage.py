"""What is used and what is left this month."""

from actions.answers.knowledge import answered
from actions.bills.usage import usage_messages
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.plans.current import broadband_told
from actions.replies.reply import choices
from recsys.tariff.usage import usage_now


class ShowUsage(HuakeAction):
    """Gauges of the running month, or of the last one known; how-to questions from the knowledge base."""

    personal = True

    def act(self, turn: Turn) -> Said:
        if says(turn.text, "speed") and not says(turn.text, "data_word"):
            return broadband_told(self.engine, turn)
        taken_up = turn.topic.get("about") == "usage"  # 「那通话呢」
        if not taken_up and says(turn.text, "how_to") and not says(turn.text, "amount_left"):
            return answered(self.engine, turn)
        now = usage_now(self.engine, turn.customer_id, turn.at)
        if now is None:
            return Said([choices("no_plan_known")])
        return Said(usage_messages(now, turn.text if taken_up else ""), topic={"about": "usage"})
