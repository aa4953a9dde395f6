"""Bills: by month and line by line."""

from actions.answers.knowledge import answered
from actions.bills.bill import balance_told, bill_card, bill_chart, month_asked
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.replies.reply import choices
from recsys.tariff.usage import bills_of


class ShowBill(HuakeAction):
    """A chart of six months and the lines of the month asked about; invoices and balances are explained."""

    personal = True

    def act(self, turn: Turn) -> Said:
        bills = bills_of(self.engine, turn.customer_id, 6, turn.at)
        if says(turn.text, "balance"):
            return balance_told(bills)
        if says(turn.text, "bill_other"):
            return answered(self.engine, turn)
        if not bills:
            return Said([choices("no_bill_known")])
        asked = month_asked(turn, bills, local_day(self.engine, turn))
        if asked is None:
            return Said([choices("no_bill_of_month"), bill_chart(bills)], topic={"about": "bill"})
        return Said([bill_chart(bills), bill_card(asked)], topic={"about": "bill", "month": asked["month"]})
