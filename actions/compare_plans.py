"""Two or more plans side by side."""

from actions.answers.knowledge import answered
from actions.cards.plan_cost import cheapest, own_months, plan_table
from actions.dialogue.base import HuakeAction
from actions.items.reference import by_price, compared, meant
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.replies.reply import Reply
from recsys.customers.load import customer


class ComparePlans(HuakeAction):
    """A table of up to four plans with what each would cost this customer; one alone against the present."""

    def act(self, turn: Turn) -> Said:
        plans = self.engine.catalogue.plans
        own = customer(self.engine, turn.customer_id, turn.at).plan_id
        named = meant(turn, plans) or by_price(turn, plans)
        if not named and says(turn.text, "current_plan"):
            named = [id for id in turn.focus if id in plans and id != own][:2]
        with_own = says(turn.text, "current_plan") or len(compared(turn, plans)) < 2
        ids = [own, *named] if own in plans and with_own and own not in named else compared(turn, plans)
        if len(ids) < 2:
            return answered(self.engine, turn)
        chosen, months = [plans[id] for id in ids[:4]], own_months(self.engine, turn)
        messages: list[Reply] = [plan_table(chosen, months, own)]
        if months:
            messages.append({"type": "text", "text": cheapest(chosen, months)})
        return Said(messages, focus=ids[:4])
