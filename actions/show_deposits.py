"""Deposits and their rates."""

from collections.abc import Mapping
from typing import Any

from actions.answers.knowledge import answered, sure_answer
from actions.dialogue.base import HuakeAction
from actions.message.cues import says
from actions.message.turn import Said, Turn
from actions.message.values import local_day
from actions.replies.reply import with_risk
from actions.wealth.deposits import (
    DEPOSIT,
    deposit_need,
    deposits_asked,
    interest_told,
    rate_table,
)


class ShowDeposits(HuakeAction):
    """A table of rates for the terms asked about; rules come from the knowledge base."""

    def act(self, turn: Turn) -> Said:
        need = deposit_need(turn)
        products = deposits_asked(self.engine.catalogue, turn, local_day(self.engine, turn), need)
        if not _asks_figures(turn, need) and (sure_answer(self.engine, turn) or not products):
            return answered(self.engine, turn)
        shown = [rate_table(products, need["money"]), *interest_told(products, need["money"])]
        return Said(
            with_risk(shown),
            focus=[product.id for product in products[:5]],
            topic={"about": DEPOSIT, **need},
        )


def _asks_figures(turn: Turn, need: Mapping[str, Any]) -> bool:
    """Rates, or what a sum earns; how to take it out and the like are rules."""
    if need["money"] and says(turn.text, "earns"):
        return True
    another = turn.topic.get("about") == DEPOSIT and (turn.first("money") or turn.first("duration"))
    return bool(another or says(turn.text, "rates")) and not says(turn.text, "deposit_rules")
