"""What one plan contains."""

from actions.answers.knowledge import answered, shown, sure_answer
from actions.cards.plan import plan_card
from actions.cards.plan_cost import cost_note, own_months
from actions.dialogue.base import HuakeAction
from actions.items.reference import by_price, meant
from actions.message.turn import Said, Turn
from actions.replies.reply import Reply


class ShowPlan(HuakeAction):
    """The plan's card against the customer's own use; rules of plans in general from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        plans = self.engine.catalogue.plans
        ids = (meant(turn, plans) or by_price(turn, plans))[:3]
        if not ids:
            return answered(self.engine, turn)
        months = own_months(self.engine, turn)
        hit = sure_answer(self.engine, turn)
        about = [shown(self.engine, turn, hit)] if hit and set(ids) & set(hit.meta.get("refs", ())) else []
        cards: list[Reply] = [
            plan_card(plans[id], months) | {"note": cost_note(plans[id], months)} for id in ids
        ]
        return Said([*about, *cards], focus=ids)
