"""Plans side by side."""

from actions.answers.knowledge import answered
from actions.cards.plan_cost import cheapest, own_months, plan_table
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.plans.comparison import plans_compared, saving_of_shown
from actions.replies.reply import Reply
from recsys.customers.load import customer


class ComparePlans(HuakeAction):
    """A table of up to four plans with what each would cost this customer; one alone against the present."""

    def act(self, turn: Turn) -> Said:
        if says(turn.text, "saved") and (said := saving_of_shown(self.engine, turn)):
            return said
        ids, plans = plans_compared(self.engine, turn)[:4], self.engine.catalogue.plans
        if len(ids) < 2:
            return answered(self.engine, turn)
        chosen, months = [plans[id] for id in ids], own_months(self.engine, turn)
        own = customer(self.engine, turn.customer_id, turn.at).plan_id
        messages: list[Reply] = [plan_table(chosen, months, own)]
        if months:
            messages.append({"type": "text", "text": cheapest(chosen, months)})
        return Said(messages, focus=ids)
