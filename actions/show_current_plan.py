"""Which plan and services the customer has."""

from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.plans.current import coming_text, contract_text, held_card
from actions.replies.reply import choices
from recsys.customers.load import coming_changes, customer


class ShowCurrentPlan(HuakeAction):
    """Plan, packs, services and broadband, the contract, and what changes soon."""

    personal = True

    def act(self, turn: Turn) -> Said:
        owner = customer(self.engine, turn.customer_id, turn.at)
        if owner.plan_id is None:
            return Said([choices("no_plan_known")])
        day = local_day(self.engine, turn)
        changes = coming_changes(self.engine, turn.customer_id, turn.at)
        texts = [*contract_text(owner, day), *coming_text(self.engine.catalogue, changes)]
        card = held_card(self.engine.catalogue, owner, day)
        return Said([card, *({"type": "text", "text": one} for one in texts)], focus=[owner.plan_id])
