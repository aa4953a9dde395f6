"""Data, voice and message packs."""

from actions.dialogue.base import HuakeAction
from actions.message.turn import Said, Turn
from actions.orders.placing import settle
from actions.packs.offer import answer_to_packs, pack_terms
from actions.packs.request import requested_pack
from actions.plans.order import order_one_of


class BuyPack(HuakeAction):
    """A named pack is confirmed and ordered; otherwise up to three that fit are shown."""

    def act(self, turn: Turn) -> Said:
        engine, offered = self.engine, turn.answers(self.title()) and turn.question == "offer"
        plans = [id for id in turn.all("plan_name") if id in engine.catalogue.plans]
        if plans and turn.intent == "change_plan":  # packs on the table, and another plan is wanted
            return order_one_of(engine, turn, plans)
        return (
            settle(engine, turn, self.title(), lambda wish: pack_terms(engine, turn, wish))
            or (answer_to_packs(engine, turn) if offered else None)
            or requested_pack(engine, turn)
        )
