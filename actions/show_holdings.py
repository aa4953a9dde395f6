"""What a customer holds with the bank."""

from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.replies.reply import choices, with_risk
from actions.wealth.holdings import holdings_messages
from recsys.customers.load import customer


class ShowHoldings(HuakeAction):
    """Amounts, since when, until when, and what matures soon."""

    personal = True

    def act(self, turn: Turn) -> Said:
        owner = customer(self.engine, turn.customer_id, turn.at)
        if not owner.holdings:
            return Said(with_risk([choices("no_holdings")]))
        day = local_day(self.engine, turn)
        ids = list(dict.fromkeys(holding.product_id for holding in owner.holdings))
        return Said(
            with_risk(holdings_messages(self.engine.catalogue, owner.holdings, day)),
            focus=ids,
            topic={"about": "wealth", "held": True},
        )
